import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageSession } from "../page-session";
import { Notes } from "./notes";

export const metadata: Metadata = { title: "Мои заметки" };

// #region page
export default async function NotesPage() {
  // The database answers, on every request; that a cookie came proves nothing.
  const session = await pageSession();
  if (!session) redirect("/sign-in");

  return (
    <>
      <h1>Заметки</h1>
      <p className="quiet">Здравствуйте, {session.user.name}!</p>
      <Notes />
    </>
  );
}
// #endregion page
