import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  statSync,
  unlinkSync,
} from "node:fs";
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
 * @throws DatabaseInUse, or the system's error when the file cannot be made
 * @see https://www.sqlite.org/lockingv3.html
 */
export function lock(folder: string): () => void {
  const file = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  for (let attempts = 100; ; attempts -= 1) {
    // Open until the end: closing it would drop SQLite's lock, and while it
    // is open no other file gets its number.
    const descriptor = openSync(file, "a");
    const connection = lockedBySqlite(file);
    const release = () => {
      connection?.close();
      closeSync(descriptor);
    };
    // Its last owner may have deleted it after we had opened it.
    const isThere =
      fstatSync(descriptor).ino ===
      statSync(file, { throwIfNoEntry: false })?.ino;
    if (isThere || attempts === 1) return untilExit(file, release);
    release();
  }
}

/** Windows refuses to delete an open file: an empty one stays. */
function untilExit(file: string, release: () => void): () => void {
  const end = () => {
    process.off("exit", end);
    try {
      unlinkSync(file);
    } catch {}
    release();
  };
  process.once("exit", end);
  return end;
}

function lockedBySqlite(file: string) {
  const sqlite = loadSqlite();
  try {
    const connection = sqlite && new sqlite.DatabaseSync(file);
    // Without a journal, whose file would stay beside ours.
    connection?.exec("PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
    return connection;
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    if (errcode !== SQLITE_BUSY) return undefined;
    throw new DatabaseInUse(`another process has ${file} locked`);
  }
}

/** Node's SQLite, since 22.13, without the warning that it is experimental. */
function loadSqlite() {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule?.("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
