import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AccountForm } from "../account-form";
import { pageSession } from "../page-session";

export const metadata: Metadata = { title: "Вход" };

export default async function SignInPage() {
  if (await pageSession()) redirect("/notes");

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
