import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { pathToFileURL } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { copyOf } from "./copy.ts";

const data = mkdtempSync(join(tmpdir(), "embedded-"));
let server: { url: string; close(): Promise<void> };
let folder: string;

beforeAll(async () => {
  ({ folder } = await copyOf("labs/bauth01", "embedded"));
  const { embeddedIn } = await import(ofLab("support/postgres.ts"));
  server = await embeddedIn(join(data, "postgres"));
});

function ofLab(file: string): string {
  return pathToFileURL(join(folder, file)).href;
}

afterAll(async () => {
  await server.close();
  rmSync(data, { recursive: true });
});

async function connection(): Promise<Client> {
  const client = new Client(server.url);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

test("connections have prepared statements of their own, as on a server", async () => {
  const [one, other] = [await connection(), await connection()];
  const sum = async (client: Client, second: number) => {
    const text = `select $1::int + ${second} as sum`;
    const query = { name: "of one name", text, values: [20] };
    return (await client.query<{ sum: number }>(query)).rows[0]!.sum;
  };
  expect(await sum(one, 1)).toBe(21);
  expect(await sum(other, 2)).toBe(22);
  expect(await sum(one, 1)).toBe(21);

  const prepared = async () =>
    (await other.query("select from pg_prepared_statements")).rowCount;
  expect(await prepared()).toBe(2);
  await one.end();
  await expect.poll(prepared).toBe(1);
});

test("past the network, a broken connection keeps nothing to itself", async () => {
  const { shortcut } = await import(ofLab("support/shortcut.ts"));
  const lab = createRequire(join(folder, "package.json"));
  const pg: typeof import("pg") = lab("pg");
  shortcut(server);
  const broken = new pg.Client(server.url);
  await broken.connect();
  await broken.query("begin; create table unfinished ()");
  // Where `pg` itself cuts a connection.
  const { connection: own } = broken as unknown as {
    connection: { stream: Duplex };
  };
  expect(own.stream).not.toBeInstanceOf(Socket);
  broken.on("error", () => {});
  own.stream.destroy();

  const other = await connection();
  const { rowCount } = await other.query(
    "select from pg_tables where tablename = 'unfinished'",
  );
  expect(rowCount).toBe(0);
});
