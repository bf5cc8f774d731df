import { betterAuth } from "better-auth";
import { requiredEnv } from "../env";

export const auth = betterAuth({
  secret: "the-secret-of-our-notes-application",
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  emailAndPassword: { enabled: true },
  advanced: { disableOriginCheck: false },
});
