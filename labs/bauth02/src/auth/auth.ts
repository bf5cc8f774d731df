import { betterAuth } from "better-auth";
import { requiredEnv } from "../env";

// #region auth
export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  // TODO: база данных — та же, что у приложения: db из src/db и схема из
  // src/db/schema, через drizzleAdapter из "better-auth/adapters/drizzle".
  emailAndPassword: { enabled: true },
  advanced: {
    // PostgreSQL makes the ids: our columns are uuid with a default.
    database: { generateId: "uuid" },
    // Better Auth checks where a request comes from, except under test
    // runners. Set here, the check holds there too.
    disableOriginCheck: false,
  },
});
// #endregion auth
