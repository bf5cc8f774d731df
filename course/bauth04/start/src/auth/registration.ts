import { z } from "zod";
import { visibleText } from "../text";
import { refusal } from "./responses";

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
  // TODO: создайте пользователя через auth.api.signUpEmail из данных формы
  // (form.data), передайте headers и попросите вернуть заголовки ответа
  // (returnHeaders: true). Ответ — signedIn(…), отказ Better Auth —
  // refusalFrom(error, form.data.email): обе функции готовы в ./responses.
  return refusal(501, "NOT_IMPLEMENTED", "Регистрация ещё не написана");
}
