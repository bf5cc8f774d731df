import type { Metadata } from "next";
import { Notes } from "./notes";

export const metadata: Metadata = { title: "Мои заметки" };

// #region page
export default async function NotesPage() {
  // TODO: спросите у pageSession из ../page-session, чей это запрос. Сессии
  // нет — redirect("/sign-in") из "next/navigation". Есть — назовите
  // пользователя по имени: session.user.name.
  return (
    <>
      <h1>Заметки</h1>
      <p className="quiet">Здравствуйте!</p>
      <Notes />
    </>
  );
}
// #endregion page
