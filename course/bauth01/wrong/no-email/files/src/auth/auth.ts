import { betterAuth } from "better-auth";
import { requiredEnv } from "../env";

export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  advanced: { disableOriginCheck: false },
});
