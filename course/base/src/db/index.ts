import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { requiredEnv } from "../env";
import * as schema from "./schema";

// #region pool
// `next dev` runs this module again after every edit: still one pool.
const globals = globalThis as { pool?: Pool };
export const pool = (globals.pool ??= createPool());
export const db = drizzle(pool, { schema });

function createPool() {
  return new Pool({
    connectionString: requiredEnv("DATABASE_URL"),
    connectionTimeoutMillis: 5_000,
    // The server ends what takes it too long; a silent one we leave.
    statement_timeout: 5_000,
    query_timeout: 6_000,
  }).on("error", (error) => {
    // Without a listener, a restart of the server would end this process.
    console.error("PostgreSQL закрыл соединение:", error.message);
  });
}
// #endregion pool
