// A process of its own, started by server.ts. It outlives its parent by the
// moment that it takes to stop the server and to remove the files: however the
// parent ends, the channel between the two closes.
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import {
  execa,
  getOneMessage,
  type ResultPromise,
  sendMessage,
} from "execa";
import getPort from "get-port";
import type { Programs } from "../machine/postgres.ts";
import { endWithParent } from "../process/parent.ts";

/** What the parent, which sends the programs, is sent back. */
export type Started = { url: string } | { reason: string };

const folder = mkdtempSync(join(tmpdir(), "course-postgres-"));
let server: ResultPromise | undefined;

// Ctrl-C reaches every process on the terminal. This one has work left to do;
// it ends with its parent.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {});
await endWithParent(cleanUp);

try {
  const programs = (await getOneMessage()) as Programs;
  await sendMessage({ url: await start(programs) });
} catch (error) {
  const reason = `PostgreSQL не запустился: ${String(error)}`;
  await sendMessage({ reason }).catch(() => {});
  await cleanUp();
}

async function start({ initdb, postgres }: Programs): Promise<string> {
  const owner = await ordinaryUser();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  await execa(
    initdb,
    [
      ...["-D", data, "--username=postgres", "--auth=trust"],
      // English messages, and the same sorting on every machine.
      ...["--encoding=UTF8", "--locale=C", "--no-sync"],
    ],
    { ...owner, cwd: folder, stdin: "ignore" },
  );

  const port = await getPort();
  const settings = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // The data need not survive a power cut.
    fsync: "off",
    full_page_writes: "off",
    // Solutions are tried beside each other, each with pools that start anew.
    max_connections: "500",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const started = execa(postgres, ["-D", data, ...options], {
    ...owner,
    cwd: folder,
    // Out of the reach of the terminal's Ctrl-C: this process stops it.
    detached: true,
    cleanup: false,
    buffer: false,
    stdin: "ignore",
    stdout: "ignore",
    reject: false,
  });
  server = started;
  await ready(started.stderr);
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

/**
 * Resolves when a server takes connections; rejects when it ends instead.
 *
 * @param said its standard error output
 */
async function ready(said: Readable): Promise<void> {
  let last = "";
  for await (const line of createInterface({ input: said })) {
    last = line;
    if (line.includes("ready to accept connections")) {
      // What it says later is of no interest, but must not fill the pipe.
      said.resume();
      return;
    }
  }
  throw new Error(last);
}

/** Whom to run the server as: it refuses to work for root. */
async function ordinaryUser(): Promise<
  { uid: number; gid: number } | undefined
> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const id = async (which: "-u" | "-g") =>
      Number((await execa("id", [which, name])).stdout);
    try {
      return { uid: await id("-u"), gid: await id("-g") };
    } catch {
      // There is no such user; the next may be there.
    }
  }
  throw new Error("root есть, а пользователей postgres и nobody нет");
}

async function cleanUp(): Promise<void> {
  // SIGINT asks PostgreSQL for a fast shutdown; on Windows it just ends.
  server?.kill("SIGINT");
  await server;
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  process.exit();
}
