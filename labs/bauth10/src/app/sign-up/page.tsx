import type { Metadata } from "next";
import Link from "next/link";
import { AccountForm } from "../account-form";

export const metadata: Metadata = { title: "Регистрация" };

export default async function SignUpPage() {
  // TODO: у кого сессия уже есть, тому форма не нужна: redirect("/notes").
  return (
    <>
      <h1>Регистрация</h1>
      <AccountForm route="/api/sign-up" next="/notes" />
      <p>
        Уже есть аккаунт? <Link href="/sign-in">Войдите</Link>
      </p>
    </>
  );
}
