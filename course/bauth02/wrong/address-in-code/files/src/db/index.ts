import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import * as schema from "./schema";

// #region pool
const globals = globalThis as { pool?: Pool };

// `next dev` runs this module again after every edit: still one pool.
export const pool = (globals.pool ??= createPool());
export const db = drizzle(pool, { schema });

function createPool() {
  return new Pool({
    connectionString:
      process.env.DATABASE_URL ?? "postgres://localhost:5432/notes",
    connectionTimeoutMillis: 5_000,
  }).on("error", (error) => {
    // Without a listener, a restart of the server would end this process.
    console.error("PostgreSQL закрыл соединение:", error.message);
  });
}
// #endregion pool
