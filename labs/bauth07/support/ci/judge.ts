import { expectedTests } from "../report/mistakes.ts";
import type { Result, TestOutcome } from "../report/result.ts";
import type { Ended } from "./run.ts";

/** What a submission is worth. */
export type Grade = {
  /** Whether the step is done: the one thing that counts. */
  isDone: boolean;
  points: number;
  maxPoints: number;
  /** One point each: the tests of the step, and the step as a whole. */
  parts: { name: string; isPassed: boolean; message: string }[];
  /** Why the tests' result does not count, or not fully; in Russian. */
  doubts: string[];
};

/** The last point: nothing of the rest may be broken. */
const WHOLE = "шаг целиком: все тесты, прошлые шаги и проверка типов";

/**
 * Judges a run. Its result counts only if the tests are as many as the course
 * has, the canary was silent, and the exit code says the same.
 *
 * @param run what the tests came to
 * @param lab folder of the lab, as the course has it
 * @param left what was not taken from the student; see lay.ts
 */
export function judge(
  run: Ended & { result?: Result },
  lab: string,
  left: string[],
): Grade {
  const { result, exitCode } = run;
  const expected = expectedTests(lab);
  const step = [...expected.keys()].at(-1)!;
  const maxPoints = expected.get(step)! + 1;
  const doubts = [
    ...left.map(
      (path) =>
        `${path} — не обычный файл, и проверка его не взяла. Положите вместо ссылки сам файл.`,
    ),
    ...(result ? doubtsOf(result, exitCode, expected) : [brokenOff]),
  ];
  const own = result?.tests.filter((test) => test.step === step) ?? [];
  const isBelieved = result !== undefined && doubts.length === 0;
  const isDone = isBelieved && exitCode === 0;
  const parts = [
    ...own.map((test) => ({
      name: test.name,
      isPassed: isBelieved && test.state === "passed",
      message: messageOf(test),
    })),
    { name: WHOLE, isPassed: isDone, message: doubts.join("\n") },
  ];
  return {
    isDone,
    points: parts.filter(({ isPassed }) => isPassed).length,
    maxPoints,
    parts,
    doubts,
  };
}

const brokenOff =
  "Тесты прервались, и результата нет. Почему — сказано в журнале этого шага, в последних строках.";

function doubtsOf(
  result: Result,
  exitCode: number | undefined,
  expected: Map<string, number>,
): string[] {
  const isGreen =
    result.tests.every(({ state }) => state === "passed") &&
    result.broken.length + result.types.length === 0;
  return [
    ...result.doubts,
    ...Array.from(expected).flatMap(([step, count]) => {
      const ran = result.tests.filter((test) => test.step === step).length;
      return ran === count || hasNotLoaded(result, step)
        ? []
        : [`Тестов шага ${step} прошло ${ran} вместо ${count}.`];
    }),
    ...(isGreen === (exitCode === 0) || result.doubts.length > 0
      ? []
      : [
          "Результат тестов и код выхода не сходятся: код в src/ вмешивается в работу тестов.",
        ]),
  ];
}

/** Then none of its tests is known, and the file itself has failed. */
function hasNotLoaded({ broken, tests }: Result, step: string): boolean {
  return (
    !tests.some((test) => test.step === step) &&
    broken.some((one) => one.step === step)
  );
}

function messageOf({ found, why, open }: TestOutcome): string {
  return [found, why, open].filter(Boolean).join("\n");
}
