import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AccountForm } from "../account-form";
import { pageSession } from "../page-session";

export const metadata: Metadata = { title: "Регистрация" };

export default async function SignUpPage() {
  if (await pageSession()) redirect("/notes");

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
