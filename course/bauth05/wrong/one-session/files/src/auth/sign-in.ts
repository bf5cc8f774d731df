import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { db } from "../db";
import { sessions } from "../db/schema";
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
  try {
    const opened = await auth.api.signInEmail({
      body: form.data,
      headers,
      returnHeaders: true,
    });
    const { user, token } = opened.response;
    await db
      .delete(sessions)
      .where(and(eq(sessions.userId, user.id), ne(sessions.token, token)));
    return signedIn(user, opened.headers);
  } catch (error) {
    return refusalFrom(error);
  }
}
// #endregion sign-in
