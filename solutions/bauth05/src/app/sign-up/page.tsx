import type { Metadata } from "next";
import { AccountForm } from "../account-form";

export const metadata: Metadata = { title: "Регистрация" };

export default function SignUpPage() {
  return (
    <>
      <h1>Регистрация</h1>
      <AccountForm route="/api/sign-up" next="/" />
    </>
  );
}
