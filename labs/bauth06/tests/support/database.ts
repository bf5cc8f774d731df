import { Pool } from "pg";
import { Uncounted } from "./connections.ts";

const globals = globalThis as { observer?: Pool };

/** The tests' own connection: what the application did is seen from outside. */
function observer(): Pool {
  return (globals.observer ??= new Pool({
    connectionString: process.env.TEST_DATABASE_URL,
    connectionTimeoutMillis: 5_000,
    max: 1,
    Client: Uncounted,
  }));
}

/** Runs one SQL statement. @returns its rows */
export async function sql<Row extends object = Record<string, any>>(
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await observer().query<Row>(text, values)).rows;
}

/** Empties every table of the application. */
export async function emptyDatabase(): Promise<void> {
  const tables = await sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'
     order by tablename = 'users'`,
  );
  for (const { name } of tables) await sql(`delete from "${name}"`);
}
