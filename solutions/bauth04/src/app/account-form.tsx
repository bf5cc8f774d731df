"use client";

import { type SubmitEvent, useState } from "react";
import { post } from "./post";

type Props = {
  /** The route that gets what was typed, as JSON. */
  route: "/api/sign-up" | "/api/sign-in";
  /** The page to open afterwards. */
  next: string;
};

/** The form of a new account (with a name) or of an existing one. */
export function AccountForm({ route, next }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isNew = route === "/api/sign-up";

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setProblem(null);
    const refusal = await post(
      route,
      Object.fromEntries(new FormData(form)),
    );
    if (refusal === null) {
      // Loaded anew, every part of the page knows of the new session.
      location.replace(next);
      return;
    }
    setProblem(refusal);
    setBusy(false);
    // The button was disabled meanwhile: whoever pressed it lost their place.
    if (document.activeElement === document.body) {
      form.querySelector("input")?.focus();
    }
  }

  return (
    // Sent before this script is there, it must not put a password in the URL.
    <form className="card" method="post" onSubmit={submit}>
      {isNew && <Field name="name" label="Имя" autoComplete="name" />}
      <Field
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
      />
      <Field
        name="password"
        label="Пароль"
        type="password"
        autoComplete={isNew ? "new-password" : "current-password"}
        hint={isNew ? "Не короче 8 символов" : undefined}
      />
      <div role="alert">
        {problem && <p className="problem">{problem}</p>}
      </div>
      <button disabled={busy}>
        {isNew ? "Зарегистрироваться" : "Войти"}
      </button>
    </form>
  );
}

type FieldProps = {
  name: string;
  label: string;
  /** What the browser may fill in by itself. */
  autoComplete: string;
  type?: "text" | "email" | "password";
  hint?: string;
};

/** One line of a form: label, field and, where needed, a hint. */
function Field({ name, label, hint, ...input }: FieldProps) {
  const hintId = hint && `${name}-hint`;
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        required
        aria-describedby={hintId}
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
