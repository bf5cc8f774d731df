import { z } from "zod";
import { db } from "../db";
import { accounts, users } from "../db/schema";
import { refusal } from "./answers";

const registrationForm = z.object({
  name: z.string("Введите имя").trim().min(1, "Введите имя"),
  email: z.email("Проверьте адрес: он не похож на e-mail"),
  password: z
    .string("Введите пароль")
    .min(8, "Пароль слишком короткий: нужно не меньше 8 символов"),
});

export async function register(input: unknown): Promise<Response> {
  const form = registrationForm.safeParse(input);
  if (!form.success) {
    return refusal(400, "INVALID_INPUT", form.error.issues[0]!.message);
  }
  const { name, email, password } = form.data;
  const user = await db.transaction(async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({ name, email: email.toLowerCase() })
      .onConflictDoNothing()
      .returning();
    if (!user) return undefined;
    await tx.insert(accounts).values({
      userId: user.id,
      accountId: user.id,
      providerId: "credential",
      password: password,
    });
    return user;
  });
  if (!user) return refusal(422, "EMAIL_TAKEN", "Этот e-mail уже занят");
  const { id, role } = user;
  return Response.json({ user: { id, name, email, role } });
}
