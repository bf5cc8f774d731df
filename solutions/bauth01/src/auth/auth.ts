import { betterAuth } from "better-auth";
import { requiredEnv } from "../env";
import { advanced } from "./advanced";

// #region auth
export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  emailAndPassword: { enabled: true },
  advanced,
});
// #endregion auth
