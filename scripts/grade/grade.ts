import {
  helpFor,
  whyOf,
} from "../../course/base/support/report/mistakes.ts";
import { testFile, type TestRun } from "../verify/test-run.ts";

/** What a submission's run came to, and how it is shown. */
export const verdicts = {
  passed: "сдано",
  failed: "не сдано",
  broken: "не запускается",
  untouched: "не начато",
  empty: "пусто",
  tampered: "подделка",
  stopped: "остановлено",
  unknown: "что за лаба?",
  ungraded: "не проверено",
} as const;

export type Verdict = keyof typeof verdicts;

/** A test that refused a submission, in the words that its student reads. */
type Refusal = { test: string; says: string };

/** The grade of one submission. */
export type Grade = {
  student: string;
  lab: string;
  verdict: Verdict;
  /** One sentence in Russian; empty when the verdict says all. */
  reason: string;
  /** Of all tests, those of earlier steps included. */
  passed: number;
  failed: number;
  /** Of the lab's own tests, those that passed, between 0 and 1. */
  share: number;
  /** How long its tests ran, s. */
  seconds: number;
  refusals: Refusal[];
  /** What helped others whose tests failed in the same way. */
  mistakes: string[];
  /** What was left out of the submission. */
  notes: string[];
};

/** The facts of a run that decide about it. */
export type Ran = { run: TestRun; seconds: number };

/**
 * Decides about a run. No exit code says anything here, and neither does a
 * green run by itself: every test of the course must have been there, and the
 * one that has to fail must have failed.
 *
 * @param expected how many tests each step has, by its id; the last is the lab
 * @param labFolder of the course's own lab, with its known mistakes
 */
export function gradeOf(
  { run, seconds }: Ran,
  expected: Map<string, number>,
  labFolder: string,
): Omit<Grade, "student" | "lab" | "notes"> {
  const tests = run.tests.filter(({ file }) => file.startsWith("tests/"));
  const failed = tests.filter(({ state }) => state === "failed");
  const passed = tests.filter(({ state }) => state === "passed");
  const lab = [...expected.keys()].at(-1)!;
  const isOwn = ({ file }: { file: string }) => file === testFile(lab);
  const missing = [...expected].filter(
    ([step, count]) =>
      tests.filter(({ file }) => file === testFile(step)).length < count,
  );
  const isWhole =
    missing.length === 0 && passed.length + failed.length === tests.length;
  const { verdict, reason } = decided();
  const isTrusted = verdict === "passed" || verdict === "failed";
  return {
    verdict,
    reason,
    passed: passed.length,
    failed: failed.length,
    share: isTrusted
      ? passed.filter(isOwn).length / expected.get(lab)!
      : 0,
    seconds,
    refusals: failed.map(({ name, errors: [error] }) => ({
      test: name,
      says: error?.message ?? "",
    })),
    mistakes: isWhole
      ? helpFor(
          lab,
          failed.filter(isOwn).map(({ name, errors }) => ({
            test: name,
            why: whyOf(errors),
          })),
          labFolder,
        )
      : [],
  };

  function decided(): Pick<Grade, "verdict" | "reason"> {
    const [broken] = run.broken;
    if (run.isTampered)
      return {
        verdict: "tampered",
        reason:
          "тест, который обязан не пройти, прошёл: код вмешивается в тесты",
      };
    if (run.limit) return { verdict: "stopped", reason: run.limit };
    if (failed.length > 0 && isWhole)
      return { verdict: "failed", reason: "" };
    if (broken)
      return {
        verdict: failed.length > 0 ? "failed" : "broken",
        reason: firstLine(broken.message),
      };
    if (!isWhole)
      return {
        verdict: "broken",
        reason: `прошли не все тесты: нет части тестов ${missing.map(([step]) => step).join(", ") || lab}`,
      };
    return { verdict: "passed", reason: "" };
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]!.slice(0, 200);
}
