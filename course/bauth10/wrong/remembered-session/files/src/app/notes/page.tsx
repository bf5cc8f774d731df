import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getSession, type Session } from "../../auth/session";
import { Notes } from "./notes";

export const metadata: Metadata = { title: "Мои заметки" };

const known = new Map<string, Session>();

export default async function NotesPage() {
  const request = await headers();
  const cookie = request.get("cookie") ?? "";
  const session = known.get(cookie) ?? (await getSession(request));
  if (!session) redirect("/sign-in");
  known.set(cookie, session);

  return (
    <>
      <h1>Заметки</h1>
      <p className="quiet">Здравствуйте, {session.user.name}!</p>
      <Notes />
    </>
  );
}
