import { sql } from "./database.ts";

/**
 * Breaks the database for as long as `run` takes: it accepts no new row of
 * one table and lets nobody be deleted, so that nothing written before can be
 * tidied up afterwards. Only a transaction leaves no trace then.
 * @param table which table takes no new rows
 */
export async function whileRefusing<Result>(
  table: "accounts" | "sessions",
  run: () => Promise<Result>,
): Promise<Result> {
  await sql(`create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'диск переполнен'; end $$`);
  await sql(`create trigger refuse before insert on ${table}
    for each row execute function refuse()`);
  await sql(`create trigger refuse before delete on users
    for each row execute function refuse()`);
  try {
    return await run();
  } finally {
    await sql("drop function refuse cascade");
  }
}
