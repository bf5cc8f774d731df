// A process of its own, started by server.ts. It outlives its parent by the
// moment that it takes to stop the server and to remove the files: however the
// parent ends, the channel between the two closes.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import getPort from "get-port";
import type { Programs } from "../machine/postgres.ts";

/** What the parent sends first. */
export type KeeperOrder = Programs;
/** What it is sent back once. */
export type KeeperReport = { url: string } | { reason: string };

const folder = mkdtempSync(join(tmpdir(), "course-postgres-"));
let server: ChildProcess | undefined;

// Ctrl-C reaches every process on the terminal. This one has work left to do;
// it ends with its parent.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {});
process.once("disconnect", () => void cleanUp());

const [order] = (await once(process, "message")) as [KeeperOrder];
let report: KeeperReport;
try {
  report = { url: await start(order) };
} catch (error) {
  report = { reason: `PostgreSQL не запустился: ${String(error)}` };
}
process.send?.(report);

async function start({ initdb, postgres }: KeeperOrder): Promise<string> {
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
  };
  server = spawn(
    postgres,
    [
      ...["-D", data],
      ...Object.entries(settings).flatMap(([name, value]) => [
        "-c",
        `${name}=${value}`,
      ]),
    ],
    {
      ...owner,
      cwd: folder,
      // Out of the reach of the terminal's Ctrl-C: this process stops it.
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  await ready(server);
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

/** Resolves when the server takes connections; rejects when it ends instead. */
async function ready(process: ChildProcess): Promise<void> {
  let last = "";
  for await (const line of createInterface({ input: process.stderr! })) {
    last = line;
    if (line.includes("ready to accept connections")) {
      // Its further words are of no interest, but must not fill the pipe.
      process.stderr!.resume();
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
    const id = execa({ reject: false });
    const [uid, gid] = await Promise.all([
      id("id", ["-u", name]),
      id("id", ["-g", name]),
    ]);
    if (!uid.failed && !gid.failed)
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error("root есть, а пользователей postgres и nobody нет");
}

async function cleanUp(): Promise<void> {
  if (server && server.exitCode === null && server.signalCode === null) {
    const ended = once(server, "exit");
    // SIGINT asks PostgreSQL for a fast shutdown; on Windows it just ends.
    server.kill("SIGINT");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  process.exit();
}
