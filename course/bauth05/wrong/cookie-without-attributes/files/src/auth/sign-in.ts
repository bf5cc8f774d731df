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
    const opened = await auth.api.signInEmail({
      body: form.data,
      headers,
      returnHeaders: true,
    });
    const { id, name, email } = opened.response.user;
    const [cookie = ""] = opened.headers.getSetCookie();
    const answer = Response.json({ user: { id, name, email } });
    answer.headers.set("set-cookie", `${cookie.split(";")[0]}; Path=/`);
    return answer;
  } catch (error) {
    return refusalFrom(error);
  }
}
// #endregion sign-in
