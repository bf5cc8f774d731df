import { betterAuth } from "better-auth";
import { db } from "../db";
import { requiredEnv } from "../env";

export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  database: db,
  emailAndPassword: { enabled: true },
  advanced: {
    database: { generateId: "uuid" },
    disableOriginCheck: false,
  },
});
