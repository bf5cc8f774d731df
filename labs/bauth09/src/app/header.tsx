"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { showUser } from "./shown-user";
import { type Person, UserMenu } from "./user-menu";

/** @returns null for nobody; undefined when the server could not say */
async function whoIsHere(): Promise<
  (Person & { id: string }) | null | undefined
> {
  const answer = await fetch("/api/me").catch(() => undefined);
  if (answer?.ok) return (await answer.json()).user;
  // A broken server knows nobody: that is not the same as "sign in".
  return answer?.status === 401 ? null : undefined;
}

/** The top of every page; asks the server whose browser this is. */
export function Header() {
  const [person, setPerson] = useState<Person | null>();

  useEffect(() => {
    void whoIsHere().then((user) => {
      if (user) showUser(user.id);
      setPerson(user);
    });
  }, []);

  return (
    <header className="top">
      <Link className="brand" href="/">
        Заметки
      </Link>
      {person !== undefined && <UserMenu person={person} />}
    </header>
  );
}
