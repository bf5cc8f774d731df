import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { db } from "../db";
import * as schema from "../db/schema";
import { requiredEnv } from "../env";
import { advanced } from "./advanced";

/** In seconds, as Better Auth counts. */
const DAY = 60 * 60 * 24;

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
  // #region session
  session: {
    expiresIn: 7 * DAY,
    // Whoever comes back within a week stays signed in: the term starts anew,
    // but at most once a day, so that reading does not become writing.
    updateAge: 1 * DAY,
    // A copy in a cookie would keep a revoked session alive.
    cookieCache: { enabled: false },
  },
  // #endregion session
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
