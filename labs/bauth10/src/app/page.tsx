import Link from "next/link";
import { pageSession } from "./page-session";

/** The way in: to the notes, or to an account. */
export default async function HomePage() {
  const session = await pageSession();
  return (
    <>
      <h1>Заметки, которые видите только вы</h1>
      <p className="quiet">
        Кто вы, решает сессия в базе данных, а какие заметки ваши — сервер.
        В браузере нет ничего, кроме cookie, которую не прочтёт ни один
        скрипт.
      </p>
      <div className="choices">
        {session ? (
          <Link className="button" href="/notes">
            К моим заметкам
          </Link>
        ) : (
          <>
            <Link className="button" href="/sign-up">
              Создать аккаунт
            </Link>
            <Link className="button plain" href="/sign-in">
              У меня есть аккаунт
            </Link>
          </>
        )}
      </div>
    </>
  );
}
