import type { Metadata } from "next";
import Link from "next/link";
import { AccountForm } from "../account-form";

export const metadata: Metadata = { title: "Вход" };

export default function SignInPage() {
  return (
    <>
      <h1>Вход</h1>
      <AccountForm route="/api/sign-in" next="/" />
      <p>
        Ещё нет аккаунта? <Link href="/sign-up">Зарегистрируйтесь</Link>
      </p>
    </>
  );
}
