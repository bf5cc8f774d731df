import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { copyOf } from "./copy.ts";

const data = mkdtempSync(join(tmpdir(), "embedded-"));
let server: { url: string; close(): Promise<void> };

beforeAll(async () => {
  const { folder } = await copyOf("labs/bauth01", "embedded");
  const lab = pathToFileURL(join(folder, "support/postgres.ts")).href;
  const { embeddedIn } = await import(lab);
  server = await embeddedIn(join(data, "postgres"));
});

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
