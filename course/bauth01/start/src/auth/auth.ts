import { betterAuth } from "better-auth";
import { advanced } from "./advanced";

// TODO: секрет и адрес приложения — из переменных окружения
// BETTER_AUTH_SECRET и BETTER_AUTH_URL (готовая функция — в src/env.ts);
// вход по e-mail и паролю — включён.
export const auth = betterAuth({
  advanced,
});
