import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { db } from "../db";
import * as schema from "../db/schema";
import { requiredEnv } from "../env";
import { advanced } from "./advanced";

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
  // A longer life in the database alone would be a lie to the browser: how to
  // renew is decided in bauth08.
  session: { disableSessionRefresh: true },
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
  advanced,
});
// #endregion auth
