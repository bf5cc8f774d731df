import { join } from "node:path";
import type { Files } from "../course/files.ts";
import type { Course } from "./course.ts";
import { isMistakesFile } from "./mistakes.ts";
import type { TestRun } from "./test-run.ts";
import type { Verdict } from "./verdict.ts";

/** A run of tests, and what is wrong with it. */
export type Trial = { run: TestRun; verdict: Verdict };

/**
 * Runs tests on files, or remembers their last run.
 *
 * @param place of the copy, below the sandbox
 * @param tests which files to run; empty for all
 * @param judge says what is wrong with a run
 */
export async function tried(
  { sandbox, runners, cache, database }: Course,
  place: string,
  files: Files,
  tests: string[],
  judge: (run: TestRun) => Verdict,
): Promise<Trial> {
  // No test reads what is known of mistakes.
  const read = [...files].filter(([path]) => !isMistakesFile(path));
  const run = await cache.outcome(
    new Map([...read, ["", runner]]),
    ["tests", database, ...tests],
    () =>
      sandbox.withSlot(place, files, (folder) =>
        runners.run({ folder, files: tests }),
      ),
    (made: TestRun) => judge(made).length === 0,
  );
  return { run, verdict: judge(run) };
}

/** What it makes of a run is part of the outcome. */
const runner = join(import.meta.dirname, "runner.ts");
