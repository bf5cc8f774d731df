import type { Metadata } from "next";
import Link from "next/link";
import { AccountForm } from "../account-form";

export const metadata: Metadata = { title: "Вход" };

export default async function SignInPage() {
  // TODO: у кого сессия уже есть, тому форма не нужна: redirect("/notes").
  return (
    <>
      <h1>Вход</h1>
      <AccountForm route="/api/sign-in" next="/notes" />
      <p>
        Ещё нет аккаунта? <Link href="/sign-up">Зарегистрируйтесь</Link>
      </p>
    </>
  );
}
