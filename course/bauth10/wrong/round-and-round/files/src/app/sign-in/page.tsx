import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AccountForm } from "../account-form";

export const metadata: Metadata = { title: "Вход" };

export default async function SignInPage() {
  if ((await cookies()).has("better-auth.session_token"))
    redirect("/notes");

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
