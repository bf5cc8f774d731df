import { betterAuth } from "better-auth";
import { toNextJsHandler } from "better-auth/next-js";
import { requiredEnv } from "../../../../env";

const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  emailAndPassword: { enabled: true },
  advanced: { disableOriginCheck: false },
});

export const { GET, POST } = toNextJsHandler(auth);
