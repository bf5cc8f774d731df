import { headers } from "next/headers";
import Link from "next/link";
import { getSession } from "../auth/session";
import { UserMenu } from "./user-menu";

/** The top of every page. It is made on the server, which knows the user. */
export async function Header() {
  const session = await getSession(await headers());
  return (
    <header className="top">
      <Link className="brand" href="/">
        Заметки
      </Link>
      <UserMenu person={session?.user ?? null} />
    </header>
  );
}
