import { z } from "zod";
import { refusal, refusalFrom, signedIn } from "./responses";
import { auth } from "./auth";

const credentials = z.object({ email: z.string(), password: z.string() });

/** Checks the credentials and opens a session for this device. */
export async function signIn(
  input: unknown,
  headers: Headers,
): Promise<Response> {
  const form = credentials.safeParse(input);
  if (!form.success) {
    return refusal(400, "INVALID_INPUT", "Введите e-mail и пароль");
  }
  // #region sign-in
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
  // #endregion sign-in
}
