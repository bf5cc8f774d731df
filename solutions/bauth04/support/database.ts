import { Client, Pool } from "pg";
import { ObserverClient } from "./journal.ts";

// Test files share one process, but each loads this module anew.
const globals = globalThis as { observer?: Pool; opened?: number };

/** The tests' own connection: what the application did is seen from outside. */
function observer(): Pool {
  return (globals.observer ??= new Pool({
    connectionString: process.env.TEST_DATABASE_URL,
    connectionTimeoutMillis: 5_000,
    max: 1,
    Client: ObserverClient,
  }));
}

/** Runs one SQL statement. @returns its rows */
export async function sql<Row extends object = Record<string, any>>(
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await observer().query<Row>(text, values)).rows;
}

/** Deletes every row; what a test file finds at its beginning stays so. */
let emptying: string | undefined;

/**
 * Empties every table of the application, in one request: it comes before
 * each test.
 */
export async function emptyDatabase(): Promise<void> {
  emptying ??= (
    await sql<{ text: string }>(
      `select coalesce(string_agg(format('delete from %I', tablename), ';'
         order by tablename = 'users'), '') as text
       from pg_tables where schemaname = 'public'`,
    )
  )[0]!.text;
  await sql(emptying);
}

/** Counts from now on the connections that the application opens. */
export function countConnections(): void {
  if (globals.opened !== undefined) return;
  globals.opened = 0;
  const { connect } = Client.prototype;
  Client.prototype.connect = function (this: Client, ...rest: unknown[]) {
    // By name, because every test file has an observer of its own.
    if (this.constructor.name !== ObserverClient.name)
      globals.opened! += 1;
    return Reflect.apply(connect, this, rest);
  } as typeof connect;
}

/** How many connections the application has opened since it started. */
export function connectionsOpened(): number {
  return globals.opened!;
}

/**
 * Breaks the database for as long as `run` takes: it accepts no new row of
 * one table and lets nobody be deleted, so that nothing written before can be
 * tidied up afterwards. Only a transaction leaves no trace then.
 * @param table which table takes no new rows
 */
export function whileRefusing<Result>(
  table: "users" | "accounts" | "sessions",
  run: () => Promise<Result>,
): Promise<Result> {
  const refused = [`insert on ${table}`, "delete on users"];
  return whileTriggering(refused, REFUSAL, run);
}

/**
 * Breaks the database for as long as `run` takes: no session can be deleted.
 */
export function whileKeepingSessions<Result>(
  run: () => Promise<Result>,
): Promise<Result> {
  return whileTriggering(["delete on sessions"], REFUSAL, run);
}

/**
 * Lets every session be deleted by somebody else between being read and being
 * changed, for as long as `run` takes.
 */
export function whileRevoking<Result>(
  run: () => Promise<Result>,
): Promise<Result> {
  return whileTriggering(["update on sessions"], "return null", run);
}

const REFUSAL = "raise exception 'диск переполнен'";

/** @param events such as "insert on users", before which `code` runs */
async function whileTriggering<Result>(
  events: string[],
  code: string,
  run: () => Promise<Result>,
): Promise<Result> {
  await sql(`create function meddle() returns trigger language plpgsql as
    $$ begin ${code}; end $$`);
  for (const [at, event] of events.entries())
    await sql(`create trigger meddle${at} before ${event}
      for each row execute function meddle()`);
  try {
    return await run();
  } finally {
    await sql("drop function meddle cascade");
  }
}

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

/**
 * Lets somebody take an e-mail between its being looked up and its being
 * written, for as long as `run` takes: until the first INSERT has failed, the
 * application does not see the users who are there.
 */
export async function whileOthersAreFirst<Result>(
  run: () => Promise<Result>,
): Promise<Result> {
  // A rollback does not take back what a sequence has counted.
  await sql(`create sequence attempts;
    alter table users rename to users_away;
    create view users as select * from users_away
      where (select is_called from attempts);
    create function meddle() returns trigger language plpgsql as
      $$ begin
        perform nextval('attempts');
        insert into users_away (name, email) values (new.name, new.email);
        return new;
      end $$;
    create trigger meddle instead of insert on users
      for each row execute function meddle()`);
  try {
    return await run();
  } finally {
    await sql(`drop view users;
      drop function meddle;
      drop sequence attempts;
      alter table users_away rename to users`);
  }
}
