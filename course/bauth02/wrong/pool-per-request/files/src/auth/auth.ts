import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import * as schema from "../db/schema";
import { requiredEnv } from "../env";

export function createAuth() {
  const pool = new Pool({ connectionString: requiredEnv("DATABASE_URL") });
  return betterAuth({
    secret: requiredEnv("BETTER_AUTH_SECRET"),
    baseURL: requiredEnv("BETTER_AUTH_URL"),
    database: drizzleAdapter(drizzle(pool), {
      provider: "pg",
      schema,
      usePlural: true,
    }),
    emailAndPassword: { enabled: true },
    advanced: {
      database: { generateId: "uuid" },
      disableOriginCheck: false,
    },
  });
}

export const auth = createAuth();
