import { sql } from "./database.ts";

/**
 * Runs something while the application cannot reach one of its tables.
 * @param table its name; it is back, with all its rows, afterwards
 */
export async function whileTableIsAway<Result>(
  table: string,
  run: () => Promise<Result>,
): Promise<Result> {
  await sql(`alter table "${table}" rename to "${table}_away"`);
  try {
    return await run();
  } finally {
    await sql(`alter table "${table}_away" rename to "${table}"`);
  }
}
