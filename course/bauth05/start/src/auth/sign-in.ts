import { z } from "zod";
import { refusal } from "./responses";

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
  // TODO: проверьте пару через auth.api.signInEmail. Браузер должен получить
  // cookie сессии, а в теле ответа — только пользователя. Headers запроса
  // тоже нужны: из них Better Auth узнаёт устройство.
  return refusal(501, "NOT_IMPLEMENTED", "Вход ещё не написан");
}
