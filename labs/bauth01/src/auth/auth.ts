import { betterAuth } from "better-auth";

// TODO: секрет и адрес приложения — из переменных окружения
// BETTER_AUTH_SECRET и BETTER_AUTH_URL (готовая функция — в src/env.ts);
// вход по e-mail и паролю — включён.
export const auth = betterAuth({
  // Better Auth checks where a request comes from, except under test runners.
  // Set here, the check holds there too: what is tested is what runs.
  advanced: { disableOriginCheck: false },
});
