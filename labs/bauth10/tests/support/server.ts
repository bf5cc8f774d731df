import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import {
  embeddedIn,
  type EmbeddedPostgres,
} from "../../database/embedded.ts";
import { DatabaseInUse } from "../../database/lock.ts";
import checkpoint from "../../package.json" with { type: "json" };
import { withDatabase } from "./database-url.ts";

/**
 * Starts an empty embedded server. Making a cluster takes two seconds, so
 * each is kept and used again; runs beside each other take different ones.
 */
export async function embeddedForTests(): Promise<EmbeddedPostgres> {
  const folder = clusters();
  for (let seat = 1; ; seat += 1) {
    try {
      const server = await embeddedIn(`${folder}-${seat}`);
      await wipe(server.url);
      return server;
    } catch (error) {
      if (!(error instanceof DatabaseInUse)) throw error;
    }
  }
}

/** Where the clusters are kept: with the packages, to be deleted with them. */
function clusters(): string {
  const version = checkpoint.devDependencies["@electric-sql/pglite"];
  let place = join(packages(), ".cache", "bauth");
  if (!isWritable(place)) {
    place = join(tmpdir(), `bauth-${process.getuid?.() ?? ""}`);
  }
  return join(place, `postgres-${version}`);
}

/** The node_modules we use; packages in it may be links to anywhere. */
function packages(): string {
  let folder = process.cwd();
  const modules = () => join(folder, "node_modules");
  while (!existsSync(join(modules(), "@electric-sql", "pglite"))) {
    if (folder === dirname(folder)) return tmpdir();
    folder = dirname(folder);
  }
  return modules();
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
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
  return {
    url: withDatabase(url, name),
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
