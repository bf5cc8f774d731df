"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { type Person, UserMenu } from "./user-menu";

/** The top of every page; asks the server whose browser this is. */
export function Header() {
  const [person, setPerson] = useState<Person | null>();

  useEffect(() => {
    fetch("/api/me")
      .then((answer) => (answer.ok ? answer.json() : { user: null }))
      .then(({ user }) => setPerson(user))
      // No answer: the page itself says so, the menu just stays away.
      .catch(() => setPerson(undefined));
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
