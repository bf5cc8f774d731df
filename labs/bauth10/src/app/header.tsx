import Link from "next/link";
import { type Person, UserMenu } from "./user-menu";

/** The top of every page. It is made on the server, which knows the user. */
export function Header({ person }: { person: Person | null }) {
  return (
    <header className="top">
      <Link className="brand" href="/">
        Заметки
      </Link>
      <UserMenu person={person} />
    </header>
  );
}
