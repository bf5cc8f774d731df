import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { requiredEnv } from "../env";
import * as schema from "./schema";

export const pool = new Pool({
  connectionString: requiredEnv("DATABASE_URL"),
  connectionTimeoutMillis: 5_000,
});
export const db = drizzle(pool, { schema });
