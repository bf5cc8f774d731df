"use client";

import { useState } from "react";
import { leave } from "./leave";
import type { Refusal } from "./post";

/** Ends the session of this browser. */
export function SignOutButton() {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);

  async function signOut() {
    if (busy) return;
    setBusy(true);
    setRefusal(await leave());
    setBusy(false);
  }

  return (
    <>
      <button
        className="plain"
        type="button"
        // A disabled button would lose the keyboard's place on the page.
        aria-disabled={busy}
        onClick={signOut}
      >
        Выйти
      </button>
      <div role="alert">
        {refusal && <p className="problem">{refusal.message}</p>}
      </div>
    </>
  );
}
