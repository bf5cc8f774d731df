import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { copyOf } from "./copy.ts";

let lab: string;
let lock: (folder: string) => () => void;
beforeAll(async () => {
  const { folder } = await copyOf("labs/bauth01", "lock");
  lab = pathToFileURL(join(folder, "support/postgres.ts")).href;
  ({ lock } = await import(lab));
});

function dataFolder(): string {
  const place = mkdtempSync(join(tmpdir(), "замок "));
  onTestFinished(() => rmSync(place, { recursive: true }));
  return join(place, "postgres");
}

function start(fixture: string, folder: string) {
  const child = fork(
    join(import.meta.dirname, "fixtures", fixture),
    [lab, folder],
    { execArgv: [], silent: true },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const inUse = "another process has locked";

test("one owner, until it is told to stop; no warning about SQLite", async () => {
  const folder = dataFolder();
  const owner = start("owner.ts", folder);
  let said = "";
  owner.stderr!.on("data", (text) => (said += text));
  await once(owner, "message");
  expect(() => lock(folder)).toThrow(inUse);
  owner.send("stop");
  await once(owner, "close");
  lock(folder)();
  expect(said).not.toContain("SQLite");
  expect(process.emitWarning.name).toBe("emitWarning");
});

test.skipIf(process.platform === "win32")(
  "a paused owner is still the owner; a signal and kill -9 free the lock",
  async () => {
    const folder = dataFolder();
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      const owner = start("owner.ts", folder);
      await once(owner, "message");
      owner.kill("SIGSTOP");
      expect(() => lock(folder)).toThrow(inUse);
      owner.kill("SIGCONT");
      owner.kill(signal);
      await once(owner, "exit");
      lock(folder)();
    }
  },
);

test("rivals never own it together, and leave its file alone", async () => {
  const folder = dataFolder();
  const rivals = [1, 2, 3].map(() => start("rival.ts", folder));
  const reports = await Promise.all(
    rivals.map(async (rival) => (await once(rival, "message"))[0]),
  );
  expect(reports.map(({ clashes }) => clashes)).toEqual([0, 0, 0]);
  expect(reports.some(({ owned }) => owned > 1)).toBe(true);
  expect(readdirSync(join(folder, ".."))).toEqual(["postgres.lock"]);
});
