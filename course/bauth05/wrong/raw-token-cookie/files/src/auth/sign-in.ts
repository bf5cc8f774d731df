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
    const { user, token } = await auth.api.signInEmail({
      body: form.data,
      headers,
    });
    const { id, name, email } = user;
    return Response.json(
      { user: { id, name, email } },
      {
        headers: {
          "set-cookie": `better-auth.session_token=${token}; Path=/; HttpOnly; SameSite=Lax`,
        },
      },
    );
  } catch (error) {
    return refusalFrom(error);
  }
}
// #endregion sign-in
