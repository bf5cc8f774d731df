import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { withDatabase } from "./database-url.ts";

/**
 * Makes a database of its own on a running server; `close()` drops it.
 * Nothing else on that server is touched.
 * @param url connection string of a user that may create databases
 */
export async function ownDatabaseOn(
  url: string,
): Promise<{ url: string; close(): Promise<void> }> {
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
