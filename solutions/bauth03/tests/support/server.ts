import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { Client } from "pg";
import {
  embeddedIn,
  type EmbeddedPostgres,
} from "../../database/embedded.ts";
import { DatabaseInUse } from "../../database/reservation.ts";
import checkpoint from "../../package.json" with { type: "json" };

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
  const pglite = createRequire(import.meta.url).resolve(
    "@electric-sql/pglite",
  );
  const modules = `${sep}node_modules${sep}`;
  const root = pglite.slice(0, pglite.indexOf(modules) + modules.length);
  const version = checkpoint.dependencies["@electric-sql/pglite"];
  return join(root, ".cache", "bauth", `postgres-${version}`);
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
