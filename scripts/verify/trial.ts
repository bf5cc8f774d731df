import { join } from "node:path";
import type { Files } from "../course/files.ts";
import { fingerprint } from "../course/fingerprint.ts";
import type { Step } from "../course/steps.ts";
import type { Course } from "./course.ts";
import { isMistakesFile } from "./mistakes.ts";
import type { TestRun } from "./test-run.ts";
import type { Verdict } from "./verdict.ts";

/** A run of tests, and what is wrong with it. */
export type Trial = { run: TestRun; verdict: Verdict };

type Wanted = {
  /** Of the copy, below the sandbox. */
  place: string;
  files: Files;
  /** Which test files to run; empty for all. */
  tests: string[];
  /** After so many failed tests the others need not run; 0 for all. */
  bail?: number;
  /** What to do with the copy before. */
  prepare?: (folder: string) => Promise<unknown>;
};

/**
 * Runs tests on files, or remembers their last run.
 *
 * @param step all its answers are tried in the same folders
 * @param judge says what is wrong with a run
 */
export async function tried(
  course: Course,
  step: Step,
  files: Files,
  tests: string[],
  judge: (run: TestRun) => Verdict,
): Promise<Trial> {
  const run = await tested(
    course,
    { place: `tried/${step.id}`, files, tests },
    (made) => judge(made).length === 0,
  );
  return { run, verdict: judge(run) };
}

/**
 * The same, without judging.
 *
 * @param isGood whether a run may be remembered
 */
export function tested(
  { sandbox, runners, cache, database }: Course,
  { place, files, tests, bail = 0, prepare }: Wanted,
  isGood: (run: TestRun) => boolean,
): Promise<TestRun> {
  const read = [...files].filter(
    ([path]) => !isMistakesFile(path) && !ofCommands.test(path),
  );
  return cache.outcome(
    new Map([...read, ...runner]),
    ["tests", database, ...(bail ? [`bail ${bail}`] : []), ...tests],
    () =>
      sandbox.withSlot(place, files, async (folder) => {
        await prepare?.(folder);
        const setup = setupOf(files);
        return runners.run({ folder, files: tests, setup, bail });
      }),
    isGood,
  );
}

/** No test reads what a student's commands and report know of the step. */
const ofCommands = /^support\/(start|step)\.json$/;

/** Names the state of what Vitest reads only when it starts. */
function setupOf(files: Files): string {
  const isReadEachTime = /^(src|drizzle|tests)\//;
  return fingerprint(
    new Map([...files].filter(([path]) => !isReadEachTime.test(path))),
  );
}

/**
 * Of a task that tries an answer: the last steps take longest, and one after
 * the other, because whoever has tried an answer is ready for the next one of
 * the same step.
 */
export function weightOf(
  { steps }: Course,
  step: Step,
  tests: "own tests" | "all tests",
): number {
  return 2 * steps.indexOf(step) + Number(tests === "all tests");
}

/** What they make of a run is part of the outcome. */
const runner = ["serve-jobs.ts", "collected.ts"].map(
  (name): [string, string] => [
    `runner/${name}`,
    join(import.meta.dirname, name),
  ],
);
