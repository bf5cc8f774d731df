import { isAPIError } from "better-auth/api";
import { eq } from "drizzle-orm";
import { db } from "../db";
import { users } from "../db/schema";

/** What the browser may know about its user. */
type PublicUser = {
  id: string;
  name: string;
  email: string;
  role?: string | null;
};

/**
 * Answers with the user and the cookies that Better Auth has made.
 * @param user no more of it than the browser needs goes out
 * @param authHeaders headers of an `auth.api` call with `returnHeaders`
 */
export function signedIn(
  user: PublicUser,
  authHeaders: Headers,
): Response {
  const { id, name, email, role } = user;
  return withCookies({ user: { id, name, email, role } }, authHeaders);
}

/** Answers with JSON and hands every Set-Cookie on to the browser. */
export function withCookies(body: object, authHeaders: Headers): Response {
  const headers = new Headers();
  for (const cookie of authHeaders.getSetCookie()) {
    headers.append("set-cookie", cookie);
  }
  return Response.json(body, { headers });
}

/** Answers "no", with a code for programs and a sentence for people. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers?: Headers,
): Response {
  return Response.json({ code, message }, { status, headers });
}

const messages: Record<string, string> = {
  INVALID_EMAIL: "Проверьте адрес: он не похож на e-mail",
  INVALID_EMAIL_OR_PASSWORD: "Неверный e-mail или пароль",
  PASSWORD_TOO_SHORT:
    "Пароль слишком короткий: нужно не меньше 8 символов",
  PASSWORD_TOO_LONG: "Пароль слишком длинный",
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: "Этот e-mail уже занят",
};

/**
 * Turns a refusal of Better Auth into an answer.
 * @param email of the form, where somebody else may take it meanwhile
 * @throws anything else: a broken database is not the visitor's mistake
 */
export async function refusalFrom(
  error: unknown,
  email?: string,
): Promise<Response> {
  if (!isAPIError(error) || error.statusCode >= 500) throw error;
  let code = error.body?.code ?? "UNKNOWN";
  // Of any INSERT that fails, whatever the reason, Better Auth says no more.
  if (code.startsWith("FAILED_TO_")) {
    if (!email || !(await isTaken(email))) throw error;
    code = "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL";
  }
  return refusal(
    error.statusCode,
    code,
    messages[code] ?? "Запрос отклонён",
  );
}

async function isTaken(email: string): Promise<boolean> {
  const found = await db.$count(
    users,
    eq(users.email, email.toLowerCase()),
  );
  return found > 0;
}
