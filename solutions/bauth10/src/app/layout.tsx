import "./globals.css";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Header } from "./header";
import { NeedsScript } from "./needs-script";
import { pageSession } from "./page-session";
import { PanelLink } from "./panel-link";

export const metadata: Metadata = {
  title: { default: "Заметки", template: "%s — Заметки" },
  description: "Учебное приложение курса об аутентификации",
};

type Props = { children: ReactNode };

export default async function Layout({ children }: Props) {
  const session = await pageSession();
  return (
    <html lang="ru">
      {/* Whose page it is: every request from it will say so. */}
      <body data-user={session?.user.id}>
        <NeedsScript />
        <Header person={session?.user ?? null} />
        <main>{children}</main>
        <PanelLink />
      </body>
    </html>
  );
}
