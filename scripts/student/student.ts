import { readFileSync } from "node:fs";
import { join } from "node:path";
import { terminal } from "../process/terminal.ts";

/** What `pnpm test` came to in a student's folder. */
export interface Grade {
  exitCode: number | undefined;
  /** Files with a failed test, from the folder, such as "tests/bauth04.test.ts". */
  failedFiles: string[];
  passed: number;
}

/** Installs a lab exactly as its lock file says. */
export async function install(folder: string): Promise<void> {
  await terminal(folder)("pnpm", [
    "install",
    "--frozen-lockfile",
    "--prefer-offline",
  ]);
}

/** Runs a lab's `pnpm test`. */
export async function grade(folder: string): Promise<Grade> {
  const { exitCode } = await terminal(folder)({ reject: false })("pnpm", [
    "test",
    "--reporter=json",
    "--outputFile=grade.json",
  ]);
  const report = JSON.parse(
    readFileSync(join(folder, "grade.json"), "utf8"),
  ) as {
    numPassedTests: number;
    testResults: { name: string; status: string }[];
  };
  return {
    exitCode,
    failedFiles: report.testResults
      .filter(({ status }) => status === "failed")
      .map(({ name }) => name.replaceAll("\\", "/").split("/").slice(-2))
      .map((path) => path.join("/")),
    passed: report.numPassedTests,
  };
}
