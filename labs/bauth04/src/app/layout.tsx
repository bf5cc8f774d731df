import "./globals.css";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Header } from "./header";
import { NeedsScript } from "./needs-script";
import { PanelLink } from "./panel-link";

export const metadata: Metadata = {
  title: { default: "Заметки", template: "%s — Заметки" },
  description: "Учебное приложение курса об аутентификации",
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="ru">
      <body>
        <NeedsScript />
        <Header />
        <main>{children}</main>
        <PanelLink />
      </body>
    </html>
  );
}
