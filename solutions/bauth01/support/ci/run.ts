import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result } from "../report/result.ts";

/** What the student's code may know of the machine that grades it. */
const KNOWN = ["PATH", "HOME", "TMPDIR", "DATABASE_URL"];

/** How a command ended. */
export type Ended = {
  /** undefined when it was stopped or killed. */
  exitCode: number | undefined;
};

/**
 * Runs the tests of a folder on this terminal.
 *
 * @param folder with its packages installed
 * @param minutes after which they are stopped
 * @returns how they ended, and what they found; no result when they broke off
 */
export async function runTests(
  folder: string,
  minutes: number,
): Promise<Ended & { result?: Result }> {
  const place = mkdtempSync(join(tmpdir(), "result-"));
  const file = join(place, "result.json");
  const known = KNOWN.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const ended = await withoutCommands(() =>
    run(process.execPath, ["support/run.cjs", "test"], folder, minutes, {
      ...Object.fromEntries(known),
      CI: "true",
      CI_RESULT_FILE: file,
    }),
  );
  const result: Result | undefined = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : undefined;
  rmSync(place, { recursive: true });
  return { ...ended, result };
}

/**
 * Runs a command on this terminal, and ends what it leaves behind.
 *
 * @param minutes after which it is stopped
 * @param env all that it knows of the environment
 */
export function run(
  program: string,
  args: string[],
  folder: string,
  minutes: number,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  const child = spawn(program, args, {
    cwd: folder,
    env,
    stdio: ["ignore", "inherit", "inherit"],
    // A group of its own, which can be ended as a whole.
    detached: true,
  });
  const end = () => {
    try {
      process.kill(-child.pid!, "SIGKILL");
    } catch {
      // Nothing of it is left.
    }
  };
  const timer = setTimeout(end, minutes * 60_000);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      end();
      resolve({ exitCode: code ?? undefined });
    });
  });
}

/**
 * GitHub obeys lines such as "::notice …", whoever prints them; from here on
 * it does not, until the work is done.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 */
async function withoutCommands<Outcome>(
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const key = randomUUID();
  console.log(`::stop-commands::${key}`);
  try {
    return await work();
  } finally {
    // On a line of its own, whatever was printed last.
    console.log(`\n::${key}::`);
  }
}
