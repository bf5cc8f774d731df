import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Files } from "../course/files.ts";
import type { Stopped, TestRun } from "./job.ts";
import type { Finding } from "./report.ts";

/**
 * Remembers test runs that went as they should, so that a run whose every
 * input is unchanged need not be repeated. What went wrong is never kept.
 */
export class Memory {
  /** How many runs were not repeated. */
  used = 0;
  readonly #folder: string | undefined;
  readonly #server: string;

  /**
   * @param folder where to keep the runs; undefined to repeat every run
   * @param server which database they ran on; the embedded one if not named
   */
  constructor(folder: string | undefined, server = "") {
    this.#folder = folder;
    this.#server = server;
    if (folder) mkdirSync(folder, { recursive: true });
  }

  /**
   * The findings about a run: of now, or of the last time when nothing that
   * could change its outcome has changed.
   *
   * @param files of the folder
   * @param tests which test files run; empty for all
   * @param run runs them
   * @param judge says what is wrong with the outcome
   */
  async findings(
    files: Files,
    tests: string[],
    run: () => Promise<TestRun | Stopped>,
    judge: (outcome: TestRun | Stopped) => Finding[],
  ): Promise<Finding[]> {
    const file =
      this.#folder &&
      join(this.#folder, nameOf(files, [this.#server, ...tests]));
    if (file && existsSync(file)) {
      this.used += 1;
      return judge(JSON.parse(readFileSync(file, "utf8")) as TestRun);
    }
    const outcome = await run();
    const findings = judge(outcome);
    if (file && findings.length === 0)
      writeFileSync(file, JSON.stringify(outcome));
    return findings;
  }
}

/** A name that changes with whatever the outcome depends on. */
function nameOf(files: Files, circumstances: string[]): string {
  const hash = createHash("sha256");
  hash.update(
    [process.version, process.platform, ...circumstances].join("\n"),
  );
  for (const [path, from] of [...files].sort(byPath))
    hash.update(`\n${path}\n`).update(readFileSync(from));
  hash.update(runner);
  return `${hash.digest("hex")}.json`;
}

function byPath([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}

const runner = readFileSync(join(import.meta.dirname, "runner.ts"));
