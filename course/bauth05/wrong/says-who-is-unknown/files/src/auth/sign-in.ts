import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "../db";
import { users } from "../db/schema";
import { refusal, refusalFrom, signedIn } from "./answers";
import { auth } from "./auth";

const credentials = z.object({ email: z.string(), password: z.string() });

// #region sign-in
/** Checks the credentials and opens a session for this device. */
export async function signIn(
  input: unknown,
  headers: Headers,
): Promise<Response> {
  const form = credentials.safeParse(input);
  if (!form.success) {
    return refusal(400, "INVALID_INPUT", "Введите e-mail и пароль");
  }
  const [known] = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.email, form.data.email.toLowerCase()));
  if (!known) {
    return refusal(401, "USER_NOT_FOUND", "Такого пользователя нет");
  }
  try {
    const opened = await auth.api.signInEmail({
      body: form.data,
      headers,
      returnHeaders: true,
    });
    return signedIn(opened.response.user, opened.headers);
  } catch (error) {
    return refusalFrom(error);
  }
}
// #endregion sign-in
