import { fork } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DatabaseInUse, lock } from "../../course/base/database/lock.ts";

function dataFolder(): string {
  const place = mkdtempSync(join(tmpdir(), "замок "));
  onTestFinished(() => rmSync(place, { recursive: true }));
  return join(place, "postgres");
}

function start(fixture: string, folder: string) {
  const child = fork(
    join(import.meta.dirname, "fixtures", fixture),
    [folder],
    { execArgv: [], silent: true },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

test("one owner; the file goes with a stop", async () => {
  const folder = dataFolder();
  // What an earlier version left, with the number of a living process.
  writeFileSync(`${folder}.pid`, String(process.pid));
  const owner = start("owner.ts", folder);
  await once(owner, "message");
  expect(() => lock(folder)).toThrow(DatabaseInUse);
  owner.send("stop");
  await once(owner, "exit");
  expect(existsSync(`${folder}.lock`)).toBe(false);
  lock(folder)();
});

test.skipIf(process.platform === "win32")(
  "a signal that ends it removes the file, kill -9 frees the lock",
  async () => {
    const folder = dataFolder();
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      const owner = start("owner.ts", folder);
      await once(owner, "message");
      owner.kill(signal);
      await once(owner, "exit");
      expect(existsSync(`${folder}.lock`)).toBe(signal === "SIGKILL");
      lock(folder)();
    }
  },
);

test.skipIf(process.platform === "win32")(
  "a paused owner is still the owner",
  async () => {
    const folder = dataFolder();
    const owner = start("owner.ts", folder);
    await once(owner, "message");
    owner.kill("SIGSTOP");
    expect(() => lock(folder)).toThrow(DatabaseInUse);
  },
);

test("rivals never own it together, and leave nothing", async () => {
  const folder = dataFolder();
  const rivals = [1, 2, 3].map(() => start("rival.ts", folder));
  const reports = await Promise.all(
    rivals.map(async (rival) => (await once(rival, "message"))[0]),
  );
  expect(reports.map(({ clashes }) => clashes)).toEqual([0, 0, 0]);
  expect(reports.some(({ owned }) => owned > 1)).toBe(true);
  expect(readdirSync(join(folder, ".."))).toEqual([]);
});

test("no warning about SQLite, and others stay", async () => {
  const folder = dataFolder();
  const owner = start("owner.ts", folder);
  let said = "";
  owner.stderr!.on("data", (text) => (said += text));
  await once(owner, "message");
  owner.send("stop");
  await once(owner, "close");
  expect(said).not.toContain("SQLite");
  expect(process.emitWarning.name).toBe("emitWarning");
});
