import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { Client } from "pg";
import {
  loadPGlite,
  serve,
  type EmbeddedPostgres,
} from "../../database/embedded.ts";
import checkpoint from "../../package.json" with { type: "json" };

/** Starts an empty embedded server in memory. */
export async function embeddedForTests(): Promise<EmbeddedPostgres> {
  const PGlite = await loadPGlite();
  // Creating a cluster takes two seconds, reading a snapshot of one a tenth.
  const snapshot = snapshotFile();
  const saved = await readFile(snapshot).catch(() => undefined);
  if (saved) {
    return serve(await PGlite.create({ loadDataDir: new Blob([saved]) }));
  }
  const database = await PGlite.create();
  const dump = await database.dumpDataDir("none");
  await save(snapshot, Buffer.from(await dump.arrayBuffer()));
  return serve(database);
}

function snapshotFile(): string {
  const pglite = createRequire(import.meta.url).resolve(
    "@electric-sql/pglite",
  );
  const modules = `${sep}node_modules${sep}`;
  const root = pglite.slice(0, pglite.indexOf(modules) + modules.length);
  const version = checkpoint.devDependencies["@electric-sql/pglite"];
  return join(root, ".cache", "bauth", `postgres-${version}.tar`);
}

/** Written aside and renamed: a run beside this one reads all or nothing. */
async function save(file: string, content: Buffer): Promise<void> {
  const aside = `${file}.${process.pid}`;
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(aside, content);
  await rename(aside, file);
}

/**
 * Makes a database of its own on a running server; `close()` drops it.
 * Nothing else on that server is touched.
 * @param url connection string of a user that may create databases
 */
export async function ownDatabaseOn(
  url: string,
): Promise<EmbeddedPostgres> {
  const name = `bauth_test_${randomBytes(6).toString("hex")}`;
  await once(url, `create database "${name}"`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    url: own.href,
    close: () => once(url, `drop database "${name}" with (force)`),
  };
}

/** Removes everything the migrations made, so that they can run again. */
export function wipe(url: string): Promise<void> {
  return once(
    url,
    `drop schema if exists drizzle cascade;
     drop schema public cascade; create schema public`,
  );
}

async function once(url: string, statement: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 4_000,
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
