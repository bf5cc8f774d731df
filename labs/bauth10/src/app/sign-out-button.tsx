"use client";

import { useState } from "react";
import { leave } from "./leave";

/** Ends the session of this browser. */
export function SignOutButton() {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function signOut() {
    setBusy(true);
    setProblem(await leave());
    setBusy(false);
  }

  return (
    <>
      <button
        className="plain"
        type="button"
        disabled={busy}
        onClick={signOut}
      >
        Выйти
      </button>
      <div role="alert">
        {problem && <p className="problem">{problem}</p>}
      </div>
    </>
  );
}
