import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getSession } from "../../auth/session";
import { AccountForm } from "../account-form";

export const metadata: Metadata = { title: "Вход" };

export default async function SignInPage() {
  if (await getSession(await headers())) redirect("/notes");

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
