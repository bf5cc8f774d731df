import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getSession } from "../../auth/session";
import { AccountForm } from "../account-form";

export const metadata: Metadata = { title: "Регистрация" };

export default async function SignUpPage() {
  if (await getSession(await headers())) redirect("/notes");

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
