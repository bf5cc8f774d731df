import { z } from "zod";
import { refusal } from "./responses";

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
  // TODO: создайте пользователя через auth.api.signUpEmail из данных формы
  // (form.data), передайте headers и попросите вернуть заголовки ответа
  // (returnHeaders: true). Ответ — signedIn(…), отказ Better Auth —
  // refusalFrom(…): обе функции готовы в ./responses.
  return refusal(501, "NOT_IMPLEMENTED", "Регистрация ещё не написана");
}
