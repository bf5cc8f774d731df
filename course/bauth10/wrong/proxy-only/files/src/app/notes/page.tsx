import type { Metadata } from "next";
import { headers } from "next/headers";
import { getSession } from "../../auth/session";
import { Notes } from "./notes";

export const metadata: Metadata = { title: "Мои заметки" };

export default async function NotesPage() {
  const session = await getSession(await headers());

  return (
    <>
      <h1>Заметки</h1>
      <p className="quiet">Здравствуйте, {session?.user.name}!</p>
      <Notes />
    </>
  );
}
