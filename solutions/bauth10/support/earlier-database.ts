/**
 * What the migrations in drizzle/ do to a database that is in use already: at
 * the author's, in the cloud, with everybody who shares the code.
 */
import { existsSync, readFileSync } from "node:fs";
import { sql } from "./database.ts";
import { expectThat } from "./lesson.ts";
import { readMigrations } from "./migrations.ts";
import type { Snapshot } from "./table-facts.ts";

/** The last migration that the step begins with. */
const LAST_GIVEN = "0001_auth_draft";

/** @returns undefined when there is no snapshot of the last migration */
export function lastSnapshot(): Snapshot | undefined {
  const number = /^\d+/.exec(readMigrations().at(-1)!.tag)?.[0];
  const file = `drizzle/meta/${number}_snapshot.json`;
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
}

/**
 * Goes back to the database that the step before has left, for as long as
 * `run` takes; nothing of all this remains.
 * @param run gets the function that migrates, as Drizzle would: what is older
 *   than the newest migration of a database is left out
 */
export async function onEarlierDatabase<Result>(
  run: (migrate: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const all = readMigrations();
  const given = all.findIndex(({ tag }) => tag === LAST_GIVEN);
  expectThat(given > 0, {
    found: `в drizzle/meta/_journal.json нет миграции ${LAST_GIVEN}`,
    why: "Она уже выполнена на всех базах, где приложение работает. Новая «миграция на всё сразу» попробует создать таблицы, которые там есть, и остановится.",
    file: `drizzle/: верните ${LAST_GIVEN} и её запись в журнале, новое добавьте новой миграцией`,
  });
  const before = all.slice(0, given + 1);
  const newer = all.filter(({ when }) => when > all[given]!.when);
  const apply = async (migrations: typeof all) => {
    const statements = migrations.flatMap(({ text }) =>
      text.split("--> statement-breakpoint"),
    );
    for (const statement of statements) await sql(statement);
  };
  await sql("begin");
  try {
    await sql("set local time zone 'UTC'");
    await dropEverything();
    await apply(before);
    return await run(() => apply(newer));
  } finally {
    await sql("rollback");
  }
}

async function dropEverything(): Promise<void> {
  const things = await sql<{ kind: string; name: string }>(
    `select 'table' as kind, tablename as name from pg_tables
       where schemaname = 'public'
     union all select distinct 'type', typname
       from pg_type join pg_enum on enumtypid = pg_type.oid
       where typnamespace = 'public'::regnamespace`,
  );
  for (const { kind, name } of things)
    await sql(`drop ${kind} public."${name}" cascade`);
}
