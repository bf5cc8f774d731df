import { betterAuth } from "better-auth";
import { requiredEnv } from "../env";
import { advanced } from "./advanced";

// #region auth
export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  // TODO: база данных — та же, что у приложения: db из src/db и схема из
  // src/db/schema, через drizzleAdapter из "better-auth/adapters/drizzle".
  emailAndPassword: { enabled: true },
  advanced,
});
// #endregion auth
