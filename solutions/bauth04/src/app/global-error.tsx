"use client";

import "./globals.css";
import { FAULT } from "./messages";

/** Stands in for the whole page when the server could not make it. */
export default function GlobalError() {
  return (
    <html lang="ru">
      <body>
        <main>
          <title>Ошибка — Заметки</title>
          <h1>Страница не открылась</h1>
          <p role="alert">{FAULT}</p>
          <button type="button" onClick={() => location.reload()}>
            Попробовать ещё раз
          </button>
        </main>
      </body>
    </html>
  );
}
