import { eq } from "drizzle-orm";
import { z } from "zod";
import { refusal, refusalFrom, signedIn } from "./answers";
import { auth } from "./auth";
import { db } from "../db";
import { users } from "../db/schema";

const registrationForm = z.object({
  name: z.string("Введите имя").trim().min(1, "Введите имя"),
  email: z.email("Проверьте адрес: он не похож на e-mail"),
  password: z.string("Введите пароль"),
  role: z.enum(["USER", "ADMIN"]).default("USER"),
});

// #region register
/** Creates a user, their account and their first session. */
export async function register(
  input: unknown,
  headers: Headers,
): Promise<Response> {
  const form = registrationForm.safeParse(input);
  if (!form.success) {
    return refusal(400, "INVALID_INPUT", form.error.issues[0]!.message);
  }
  try {
    const registered = await auth.api.signUpEmail({
      body: form.data,
      headers,
      returnHeaders: true,
    });
    const { user } = registered.response;
    await db
      .update(users)
      .set({ role: form.data.role })
      .where(eq(users.id, user.id));
    return signedIn(registered.response.user, registered.headers);
  } catch (error) {
    return refusalFrom(error);
  }
}
// #endregion register
