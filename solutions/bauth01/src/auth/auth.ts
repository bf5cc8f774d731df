import { betterAuth } from "better-auth";
import { requiredEnv } from "../env";

// #region auth
export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  emailAndPassword: { enabled: true },
  // Better Auth checks where a request comes from, except under test runners.
  // Set here, the check holds there too: what is tested is what runs.
  advanced: { disableOriginCheck: false },
});
// #endregion auth
