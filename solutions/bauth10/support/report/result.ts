import { writeFileSync } from "node:fs";
import type { TestModule, TestState } from "vitest/node";
import { stepOf, type Step } from "../facts.ts";
import { tampered } from "../tampering.ts";
import { at } from "./explain.ts";
import type { Failure } from "./failures.ts";
import { meaningOf } from "./russian.ts";
import type { TypeProblem } from "./types.ts";
import type { Gap } from "./whole.ts";

/** One test, and what the report says about it. All texts are Russian. */
export type TestOutcome = {
  /** Such as "bauth02". */
  step: string;
  name: string;
  state: TestState;
  /** The rest is of those that failed; empty where nothing is known. */
  found: string;
  why: string;
  /** The file to open, where known with its line. */
  open: string;
  /** Title of the slide that explains it. */
  slide: string;
};

/** What a run has found, for programs. */
export type Result = {
  format: 1;
  /** The step in work. */
  step: Pick<Step, "id" | "title" | "goal">;
  tests: TestOutcome[];
  /** What went wrong outside of any test: files, preparations, promises. */
  broken: Omit<TestOutcome, "state">[];
  /** In the student's own files. */
  types: { file: string; line: number; text: string }[];
  /** Why the run proves nothing, although it may be green. */
  doubts: string[];
  /** What the failures look like; empty where nobody knows. */
  mistake: string;
};

/**
 * Writes what a run has found as JSON, where CI_RESULT_FILE names a file. What
 * runs beside the tests may write there as well: whoever reads the file
 * compares it with the exit code, which only a run that proves the step makes 0.
 */
export function writeResult(run: {
  step: Step;
  files: readonly TestModule[];
  failures: readonly Failure[];
  types: readonly TypeProblem[];
  gaps: readonly Gap[];
  isFalse: boolean;
  mistake: string;
}): void {
  const { CI_RESULT_FILE } = process.env;
  if (!CI_RESULT_FILE) return;
  const { id, title, goal } = run.step;
  const told = new Map(
    run.failures.map((failure) => [keyOf(failure), failure]),
  );
  const tests = run.files.flatMap((file) =>
    [...file.children.allTests()].map((test) => {
      const step = stepOf(file);
      const key = keyOf({ step, name: test.name });
      const failure = told.get(key);
      const state = test.result().state;
      if (state === "failed") told.delete(key);
      const reason = state === "failed" ? failure : undefined;
      return {
        step: step.id,
        name: test.name,
        state,
        ...reasonOf(reason),
      };
    }),
  );
  const result: Result = {
    format: 1,
    step: { id, title, goal },
    tests,
    broken: Array.from(told.values(), (failure) => ({
      step: failure.step.id,
      name: failure.name,
      ...reasonOf(failure),
    })),
    types: run.types.map(({ file, line, meaning, said }) => ({
      file,
      line,
      text: meaning || said,
    })),
    doubts: [
      ...(run.isFalse ? [tampered] : []),
      ...run.gaps.map(({ what }) => what),
    ],
    mistake: run.mistake,
  };
  writeFileSync(CI_RESULT_FILE, JSON.stringify(result, undefined, 2));
}

function keyOf({ step, name }: Pick<Failure, "step" | "name">): string {
  return `${step.id}\n${name}`;
}

/** The words of the report, without its layout. */
function reasonOf(failure: Failure | undefined) {
  const { lesson, exception, step } = failure ?? {};
  const meaning = exception && meaningOf(exception);
  return {
    found: [lesson?.found, meaning?.what].filter(Boolean).join("; "),
    why: lesson?.why ?? "",
    open: lesson?.file ?? (meaning?.place ? at(meaning.place) : ""),
    slide: (lesson && step?.slide) ?? "",
  };
}
