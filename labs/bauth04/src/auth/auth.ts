import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { db } from "../db";
import * as schema from "../db/schema";
import { requiredEnv } from "../env";

// #region auth
export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  // TODO: регистрация — это INSERT в users, accounts и sessions. Пусть они
  // выполнятся все или ни один (параметр transaction адаптера).
  database: drizzleAdapter(db, {
    provider: "pg",
    schema,
    usePlural: true,
  }),
  emailAndPassword: { enabled: true },
  user: {
    additionalFields: {
      // TODO: роль назначает сервер. Сейчас её может прислать и клиент.
      role: {
        type: ["USER", "ADMIN"],
        required: true,
        defaultValue: "USER",
      },
    },
  },
  advanced: {
    // PostgreSQL makes the ids: our columns are uuid with a default.
    database: { generateId: "uuid" },
    // Better Auth checks where a request comes from, except under test
    // runners. Set here, the check holds there too.
    disableOriginCheck: false,
  },
});
// #endregion auth
