import { expectThat } from "./lesson.ts";
import { Visitor } from "./visitor.ts";

export const anna = {
  name: "Анна",
  email: "anna@example.com",
  password: "correct horse battery",
};

export const boris = {
  name: "Борис",
  email: "boris@example.com",
  password: "another long password",
};

/** Registers a person; their browser stays signed in. */
export async function registered(person: typeof anna): Promise<Visitor> {
  const visitor = new Visitor();
  const answer = await visitor.post("/api/sign-up", person);
  expectThat(answer.status === 200, {
    found: `регистрация — ${answer.found}`,
    why: "С неё начинается этот тест. Раньше (шаг bauth04) она работала.",
    file: "src/auth/registration.ts",
  });
  return visitor;
}

/** Signs a registered person in on one more device. */
export async function signedIn(person: typeof anna): Promise<Visitor> {
  const visitor = new Visitor();
  const answer = await visitor.post("/api/sign-in", person);
  expectThat(answer.status === 200, {
    found: `вход — ${answer.found}`,
    why: "С него начинается этот тест. На шаге bauth05 он работал.",
    file: "src/auth/sign-in.ts",
  });
  return visitor;
}
