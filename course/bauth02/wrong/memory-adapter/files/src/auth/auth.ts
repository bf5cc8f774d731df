import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { requiredEnv } from "../env";

export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  database: memoryAdapter({
    users: [],
    sessions: [],
    accounts: [],
    verification: [],
  }),
  emailAndPassword: { enabled: true },
  advanced: {
    database: { generateId: "uuid" },
    disableOriginCheck: false,
  },
});
