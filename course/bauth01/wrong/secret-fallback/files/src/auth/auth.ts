import { betterAuth } from "better-auth";
import { requiredEnv } from "../env";

export const auth = betterAuth({
  secret:
    process.env.BETTER_AUTH_SECRET ??
    "development-secret-of-32-characters",
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  emailAndPassword: { enabled: true },
  advanced: { disableOriginCheck: false },
});
