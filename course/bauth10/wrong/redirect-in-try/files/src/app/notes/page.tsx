import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getSession } from "../../auth/session";
import { Notes } from "./notes";

export const metadata: Metadata = { title: "Мои заметки" };

export default async function NotesPage() {
  let name = "";
  try {
    const session = await getSession(await headers());
    if (!session) redirect("/sign-in");
    name = session.user.name;
  } catch (error) {
    console.error(error);
  }

  return (
    <>
      <h1>Заметки</h1>
      <p className="quiet">Здравствуйте, {name}!</p>
      <Notes />
    </>
  );
}
