import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { db } from "../db";
import * as schema from "../db/schema";
import { requiredEnv } from "../env";
import { advanced } from "./advanced";

// #region auth
export const auth = betterAuth({
  secret: requiredEnv("BETTER_AUTH_SECRET"),
  baseURL: requiredEnv("BETTER_AUTH_URL"),
  database: drizzleAdapter(db, {
    provider: "pg",
    schema,
    usePlural: true,
    // A user without an account could never sign in: all rows or none.
    transaction: true,
  }),
  emailAndPassword: { enabled: true },
  // A longer life in the database alone would be a lie to the browser: how to
  // renew is decided in bauth08.
  session: { disableSessionRefresh: true },
  user: {
    additionalFields: {
      role: {
        type: ["USER", "ADMIN"],
        required: true,
        defaultValue: "USER",
        // Nobody appoints themself an administrator.
        input: false,
      },
    },
  },
  advanced,
});
// #endregion auth
