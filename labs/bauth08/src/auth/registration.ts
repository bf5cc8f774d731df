import { z } from "zod";
import { refusal, refusalFrom, signedIn } from "./responses";
import { auth } from "./auth";

const registrationForm = z.object({
  name: z.string("Введите имя").trim().min(1, "Введите имя"),
  email: z.email("Проверьте адрес: он не похож на e-mail"),
  password: z.string("Введите пароль"),
});

/** Creates a user, their account and their first session. */
export async function register(
  input: unknown,
  headers: Headers,
): Promise<Response> {
  const form = registrationForm.safeParse(input);
  if (!form.success) {
    return refusal(400, "INVALID_INPUT", form.error.issues[0]!.message);
  }
  // #region register
  try {
    const registered = await auth.api.signUpEmail({
      body: form.data,
      headers,
      returnHeaders: true,
    });
    return signedIn(registered.response.user, registered.headers);
  } catch (error) {
    return refusalFrom(error);
  }
  // #endregion register
}
