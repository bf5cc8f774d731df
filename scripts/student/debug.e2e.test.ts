import { readFileSync } from "node:fs";
import { join } from "node:path";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";
import { whenSaid } from "../process/said.ts";
import { terminal } from "../process/terminal.ts";
import { copyOf } from "./copy.ts";
import { stopAt } from "./debugger.ts";

type Configuration = {
  name: string;
  program: string;
  args: string[];
  serverReadyAction?: { pattern: string };
};

/**
 * A solution of the second step under the debugger, started as VS Code starts
 * the configuration of this name.
 */
async function debugged(name: string, ...more: string[]) {
  const lab = await copyOf("solutions/bauth02", "debugged");
  const { configurations } = JSON.parse(
    readFileSync(join(lab.folder, ".vscode/launch.json"), "utf8"),
  ) as { configurations: Configuration[] };
  const { program, args, serverReadyAction } = configurations.find(
    (one) => one.name === name,
  )!;
  const run = terminal(lab.folder)({ all: true, reject: false })(
    process.execPath,
    [
      "--inspect-brk=0",
      program.replace("${workspaceFolder}", lab.folder),
      ...args,
      ...more,
    ],
  );
  onTestFinished(async () => {
    run.kill("SIGKILL");
    await run;
  });
  const ready = new RegExp(serverReadyAction?.pattern ?? "");
  return { run, folder: lab.folder, ready };
}

/** The line of a file, from 1, that has this in it. */
function lineWith(text: string, file: string): number {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

test("a breakpoint in src/ stops the tests at that line", async () => {
  const { run, folder } = await debugged("Тесты: все");
  const file = join(folder, "src/access/notes.ts");
  const line = lineWith("db.insert(notes)", file);
  const stop = await stopAt(run, { file, line });
  expect(stop.line).toBe(line);
  expect(await stop.evaluate("typeof text")).toBe("string");
  await stop.leave();
  expect((await run).all).toContain("Шаг bauth02 готов");
});

test("a breakpoint in src/ stops the site at that line", async () => {
  const port = await getPort();
  const { run, folder, ready } = await debugged(
    "Сайт: pnpm dev",
    "-p",
    `${port}`,
  );
  const file = join(folder, "src/app/layout.tsx");
  const line = lineWith("<html", file);
  const stopped = stopAt(run, { file, line });
  const said = await whenSaid(run, "остановить");
  const address = ready.exec(said)![1]!;
  // Its scripts are known from the first time on.
  const pages = fetch(address).then(() => fetch(address));
  const stop = await stopped;
  expect(stop.line).toBe(line);
  expect(await stop.evaluate("typeof children")).toBe("object");
  await stop.leave();
  expect((await pages).status).toBe(200);
});
