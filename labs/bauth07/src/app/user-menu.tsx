import Link from "next/link";

/** What a page shows of a user. */
export type Person = { name: string; email: string };

/** Who is signed in, or the ways to become that. */
export function UserMenu({ person }: { person: Person | null }) {
  return (
    <nav aria-label="Пользователь">
      {person ? (
        <span title={person.email}>{person.name}</span>
      ) : (
        <>
          <Link href="/sign-in">Войти</Link>
          <Link href="/sign-up">Регистрация</Link>
        </>
      )}
    </nav>
  );
}
