import { betterAuth } from "better-auth";
import { requiredEnv } from "../env";

export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: "http://localhost:3000",
  emailAndPassword: { enabled: true },
  advanced: { disableOriginCheck: false },
});
