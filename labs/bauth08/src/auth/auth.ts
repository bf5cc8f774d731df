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
  database: drizzleAdapter(db, {
    provider: "pg",
    schema,
    usePlural: true,
    // A user without an account could never sign in: all rows or none.
    transaction: true,
  }),
  emailAndPassword: { enabled: true },
  // #region session
  session: {
    // TODO: сессия живёт 7 дней; раз в день, когда ею пользуются, срок
    // отсчитывается заново. Время — в секундах. Кэш сессии в cookie
    // (cookieCache) пусть останется выключенным: отозванная сессия должна
    // умереть сразу.
    expiresIn: 60 * 60 * 24 * 365,
  },
  // #endregion session
  user: {
    additionalFields: {
      role: {
        type: ["USER", "ADMIN"],
        required: true,
        defaultValue: "USER",
        // Nobody appoints themself an administrator.
        input: false,
      },
    },
  },
  advanced,
});
// #endregion auth
