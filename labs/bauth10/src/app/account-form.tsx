"use client";

import { type SubmitEvent, useEffect, useState } from "react";
import { post, type Refusal } from "./post";

type Props = {
  /** The route that gets what was typed, as JSON. */
  route: "/api/sign-up" | "/api/sign-in";
  /** The page to open afterwards. */
  next: string;
};

/** The form of a new account (with a name) or of an existing one. */
export function AccountForm({ route, next }: Props) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // Until this script runs, the browser would send the form in its own way,
  // and lose what was typed.
  const [busy, setBusy] = useState(true);
  const isNew = route === "/api/sign-up";

  useEffect(() => setBusy(false), []);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setRefusal(null);
    const refused = await post(
      route,
      Object.fromEntries(new FormData(form)),
    );
    if (refused === null) {
      // Loaded anew, every part of the page knows of the new session.
      location.replace(next);
      return;
    }
    setRefusal(refused);
    setBusy(false);
    // There it can be put right; and a disabled button loses the keyboard.
    const wrong =
      fields.get(refused.code) ?? form.querySelector("input")!.name;
    form.querySelector<HTMLInputElement>(`[name=${wrong}]`)!.focus();
  }

  const problemOf = (name: string) =>
    fields.get(refusal?.code) === name ? "problem" : undefined;

  return (
    // Whatever sends it without the script, a password is not for the URL.
    <form className="card" method="post" onSubmit={submit}>
      {isNew && (
        <Field
          name="name"
          label="Имя"
          autoComplete="name"
          problem={problemOf("name")}
        />
      )}
      <Field
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
        problem={problemOf("email")}
      />
      <Field
        name="password"
        label="Пароль"
        type="password"
        autoComplete={isNew ? "new-password" : "current-password"}
        hint={isNew ? "Не короче 8 символов" : undefined}
        problem={problemOf("password")}
      />
      <div role="alert" id="problem">
        {refusal && <p className="problem">{refusal.message}</p>}
      </div>
      <button disabled={busy}>
        {isNew ? "Зарегистрироваться" : "Войти"}
      </button>
    </form>
  );
}

/** The field that a refusal is about, by its code; others are about all. */
const fields = new Map<string | undefined, string>([
  ["INVALID_NAME", "name"],
  ["INVALID_EMAIL", "email"],
  ["USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", "email"],
  ["INVALID_PASSWORD", "password"],
  ["PASSWORD_TOO_SHORT", "password"],
  ["PASSWORD_TOO_LONG", "password"],
]);

type FieldProps = {
  name: string;
  label: string;
  /** What the browser may fill in by itself. */
  autoComplete: string;
  type?: "text" | "email" | "password";
  hint?: string;
  /** Id of the text that says what is wrong with it. */
  problem?: string;
};

/** One line of a form: label, field and, where needed, a hint. */
function Field({ name, label, hint, problem, ...input }: FieldProps) {
  const hintId = hint && `${name}-hint`;
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        required
        aria-invalid={problem !== undefined}
        aria-describedby={
          [problem, hintId].filter(Boolean).join(" ") || undefined
        }
        {...input}
      />
      {hint && (
        <p className="quiet" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
