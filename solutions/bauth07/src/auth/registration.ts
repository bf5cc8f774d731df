import { z } from "zod";
import { visibleText } from "../text";
import { refusal, refusalFrom, signedIn } from "./responses";
import { auth } from "./auth";

const registrationForm = z.object(
  {
    name: visibleText(100, "Введите имя, не длиннее 100 символов"),
    email: z.email("Проверьте адрес: он не похож на e-mail"),
    password: z.string("Введите пароль"),
  },
  "Заполните форму",
);

/** Creates a user, their account and their first session. */
export async function register(
  input: unknown,
  headers: Headers,
): Promise<Response> {
  const form = registrationForm.safeParse(input);
  if (!form.success) {
    const { path, message } = form.error.issues[0]!;
    const field = String(path[0] ?? "input").toUpperCase();
    return refusal(400, `INVALID_${field}`, message);
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
    return refusalFrom(error, form.data.email);
  }
  // #endregion register
}
