import Link from "next/link";
import { SignOutButton } from "./sign-out-button";

/** What a page shows of a user. */
export type Person = { name: string; email: string };

/** Who is signed in and the way out, or the ways in. */
export function UserMenu({ person }: { person: Person | null }) {
  return (
    <nav aria-label="Пользователь">
      {person ? (
        <>
          <span title={person.email}>{person.name}</span>
          <SignOutButton />
        </>
      ) : (
        <>
          <Link href="/sign-in">Войти</Link>
          <Link href="/sign-up">Регистрация</Link>
        </>
      )}
    </nav>
  );
}
