import { existsSync } from "node:fs";
import { join } from "node:path";
import { execaNode } from "execa";
import pg from "pg";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { has } from "../machine/has.ts";
import { realPostgres } from "./server.ts";

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", undefined);
  return () => vi.unstubAllEnvs();
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  // The server may go away first: that is what these tests wait for.
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function dataFolder(client: pg.Client): Promise<string> {
  const { rows } = await client.query("show data_directory");
  return rows[0].data_directory;
}

const withPostgres = test.skipIf(!has("postgres"));

withPostgres(
  "a throw-away server makes databases and leaves nothing",
  async () => {
    const server = await realPostgres();
    if ("reason" in server) throw new Error(server.reason);
    onTestFinished(() => server.stop());

    const client = await connect(server.url);
    await client.query("create database of_a_lab");
    const folder = await dataFolder(client);
    await client.end();
    await server.stop();

    await expect(connect(server.url)).rejects.toThrow("ECONNREFUSED");
    expect(existsSync(folder)).toBe(false);
  },
);

withPostgres("the server goes even when its user is killed", async () => {
  const user = execaNode(join(import.meta.dirname, "fixtures/user.ts"), {
    ipc: true,
    nodeOptions: [],
    reject: false,
  });
  onTestFinished(() => void user.kill("SIGKILL"));
  const server = (await user.getOneMessage()) as { url: string };
  const client = await connect(server.url);
  const folder = await dataFolder(client);
  const ended = new Promise((resolve) => client.once("end", resolve));
  user.kill("SIGKILL");
  await ended;

  await vi.waitFor(() => expect(existsSync(folder)).toBe(false), 10_000);
});

test("the server of DATABASE_URL is used as it is", async () => {
  vi.stubEnv("DATABASE_URL", "postgres://somebody@127.0.0.1:1/course");
  expect(await realPostgres()).toMatchObject({
    url: "postgres://somebody@127.0.0.1:1/course",
  });
});
