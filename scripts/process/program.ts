import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { root } from "../course/steps.ts";

/** How long a program may take to put things away, ms. */
const gracePeriod = 15_000;

/**
 * Runs a program in the root of the course, on this terminal.
 *
 * @param stop ends it early: asks, and after some seconds insists
 * @param program such as "prettier": a command of the root's own packages, or
 *   anything on PATH
 * @returns whether it exited with 0
 */
export async function succeeds(
  stop: AbortSignal,
  program: string,
  ...args: string[]
): Promise<boolean> {
  const { failed } = await execa(program, args, {
    cwd: root,
    preferLocal: true,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    cancelSignal: stop,
    forceKillAfterDelay: gracePeriod,
    reject: false,
  });
  return !failed;
}

/**
 * Runs a program that writes a JSON report, and reads that report.
 *
 * @param start runs it; is told the file to write
 * @throws Error when it leaves no report: it broke off
 */
export async function jsonReport<Report>(
  start: (file: string) => Promise<unknown>,
): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "course-report-"));
  try {
    const file = join(folder, "report.json");
    await start(file);
    return JSON.parse(readFileSync(file, "utf8")) as Report;
  } catch (cause) {
    throw new Error("Проверка прервалась: причина выше.", { cause });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
