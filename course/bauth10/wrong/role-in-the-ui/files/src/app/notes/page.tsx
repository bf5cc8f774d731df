import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getSession } from "../../auth/session";
import { db } from "../../db";
import { notes } from "../../db/schema";
import { Mine } from "./mine";

export const metadata: Metadata = { title: "Мои заметки" };

export default async function NotesPage() {
  const session = await getSession(await headers());
  if (!session) redirect("/sign-in");

  return (
    <>
      <h1>Заметки</h1>
      <p className="quiet">Здравствуйте, {session.user.name}!</p>
      <Mine
        notes={await db.select().from(notes)}
        userId={session.user.id}
        role={session.user.role}
      />
    </>
  );
}
