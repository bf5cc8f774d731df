import { z } from "zod";
import { refusal, refusalFrom } from "./answers";
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
    return await auth.api.signInEmail({
      body: form.data,
      headers,
      asResponse: true,
    });
  } catch (error) {
    return refusalFrom(error);
  }
}
// #endregion sign-in
