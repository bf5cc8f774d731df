import { mkdirSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** SQLite's code for a file that another connection has locked. */
const SQLITE_BUSY = 5;

/** Another process has the data folder open; two would destroy it. */
export class DatabaseInUse extends Error {}

/**
 * Locks a data folder for this process, with a file beside it.
 *
 * The lock is the system's own, which SQLite knows how to take everywhere: it
 * goes with the process, however that ends, and stays while it is paused.
 * Where there is none (an older Node, some network drives), all goes on
 * without it.
 * @returns lets the folder go; the end of the process does so, too
 * @throws DatabaseInUse
 * @see https://www.sqlite.org/lockingv3.html
 */
export function lock(folder: string): () => void {
  const file = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  for (let attempts = 10; ; attempts -= 1) {
    const before = identity(file);
    const connection = lockedBySqlite(file);
    // New, or its owner deleted it after we had opened it: look once more.
    if (connection && identity(file) !== before && attempts > 1) {
      connection.close();
      continue;
    }
    const release = () => {
      process.off("exit", release);
      // Deleted while it is ours; Windows refuses, and an empty file stays.
      try {
        rmSync(file, { force: true });
      } catch {}
      connection?.close();
    };
    process.once("exit", release);
    return release;
  }
}

function lockedBySqlite(file: string) {
  const sqlite = loadSqlite();
  if (!sqlite) return undefined;
  try {
    const connection = new sqlite.DatabaseSync(file);
    connection.exec("BEGIN EXCLUSIVE");
    return connection;
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY)
      return undefined;
    throw new DatabaseInUse(`another process has ${file} locked`);
  }
}

/** Node's SQLite, without the warning that it is experimental. */
function loadSqlite() {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    // Node has it since 22.13.
    return process.getBuiltinModule?.("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Which file is at a path now; undefined when there is none. */
function identity(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino} ${found.birthtimeNs}`;
}
