/**
 * PostgreSQL inside the Node process, for `pnpm test` and `pnpm dev` when no
 * DATABASE_URL is set (PGlite, which is PostgreSQL compiled to WebAssembly),
 * and the migrations that this or another server needs.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Duplex } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import {
  checkApplied,
  MigrationProblem,
  readMigrations,
  refusedMigration,
} from "./migrations.ts";
import { connected } from "./server.ts";
import { serve } from "./socket.ts";

/** SQLite's code for a file that another connection has locked. */
const SQLITE_BUSY = 5;

/** 128 MB, as a server takes them, would be filled with zeros at each start. */
const SMALL_CACHE = ["-c", "shared_buffers=8MB"];

/** Another process has the data folder open; two would destroy it. */
export class DatabaseInUse extends Error {}

/** A running server. */
export type Server = {
  /** Connection string for `pg`. */
  url: string;
  /** Serves one more connection, which comes by another way than a port. */
  accept?(stream: Duplex): void;
  /** Ends all connections and what was started for them. */
  close(): Promise<void>;
};

/**
 * Starts the embedded server on a folder that keeps its data between starts.
 * PG* variables go: they are about another server, and `pg` reads them.
 * @param folder where the data lives; made when it is missing
 * @throws DatabaseInUse
 */
export async function embeddedIn(folder: string): Promise<Server> {
  const release = lock(folder);
  for (const name of Object.keys(process.env)) {
    if (/^PG/i.test(name)) delete process.env[name];
  }
  const PGlite = await loadPGlite();
  if (!existsSync(folder)) {
    // Made aside: a start that is killed leaves no half of a database.
    const aside = `${folder}.new`;
    rmSync(aside, { recursive: true, force: true });
    await (await PGlite.create({ dataDir: aside })).close();
    renameSync(aside, folder);
  }
  const startParams = [...PGlite.defaultStartParams, ...SMALL_CACHE];
  const server = await serve(
    await PGlite.create({ dataDir: folder, startParams }),
  );
  return {
    ...server,
    async close() {
      await server.close();
      release();
    },
  };
}

/**
 * Loads PGlite with V8's optimising WebAssembly compiler off: it would take
 * 600 MB of memory for queries that take a millisecond either way.
 */
async function loadPGlite() {
  setFlagsFromString("--no-wasm-tier-up");
  setFlagsFromString("--no-wasm-dynamic-tiering");
  return (await import("@electric-sql/pglite")).PGlite;
}

/**
 * Locks a data folder for this process, by a file beside it that SQLite
 * locks: the system lifts that lock with the process, however it ends, and
 * keeps it while the process is paused. Where it cannot be had (an older
 * Node, some network drives), all goes on without it.
 * @returns unlocks the folder; the end of the process does so, too
 * @throws DatabaseInUse
 * @see https://www.sqlite.org/lockingv3.html
 */
export function lock(folder: string): () => void {
  mkdirSync(dirname(folder), { recursive: true });
  try {
    const file = new (loadSqlite().DatabaseSync)(`${folder}.lock`);
    file.exec("PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
    const release = () => {
      process.off("exit", release);
      file.close();
    };
    // Also keeps the file from being collected, and closed, before.
    process.once("exit", release);
    return release;
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    if (errcode !== SQLITE_BUSY) return () => {};
    throw new DatabaseInUse(`another process has locked ${folder}`);
  }
}

/** Without Node's warning that its SQLite is experimental. */
function loadSqlite() {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Says in Russian why the embedded server did not start.
 * @param error what the file system or PGlite threw; PGlite numbers its
 *   errors as WASI does
 * @see https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#errno
 */
export function embeddedProblem(
  error: Error & { code?: string; errno?: number },
): string {
  const { code, errno, message } = error;
  const said = String(code ?? errno);
  if (/^(ENOSPC|EDQUOT|51|19)$/.test(said))
    return "Встроенному PostgreSQL не хватило места на диске: освободите 100 МБ и запустите снова.";
  if (/^(EACCES|EPERM|EROFS|2|63|69)$/.test(said))
    return "Встроенному PostgreSQL не дали записать его файлы: разрешите запись в эту папку и запустите снова.";
  return `Встроенный PostgreSQL не запустился: ${message || said}`;
}

/**
 * Brings a database up to date with the migrations in drizzle/.
 * @param url connection string
 * @throws the database's own error, with the statement that failed, or
 *   MigrationProblem
 */
export async function migrateDatabase(url: string): Promise<void> {
  readMigrations();
  await connected(url, async (client) => {
    await migrate(drizzle(client), { migrationsFolder: "drizzle" });
    await checkApplied(client);
  });
}

/**
 * What is wrong with the migrations, in Russian.
 * @param emptied what to do where another database would help
 * @returns undefined when something else failed
 */
export function migrationProblem(
  error: Error,
  emptied: string,
): string | undefined {
  if (error instanceof MigrationProblem)
    return error.isOfDatabase
      ? `${error.message}\n${emptied}`
      : error.message;
  const refused = refusedMigration(error);
  return refused && `${refused}\n${emptied}`;
}
