import { expect, test } from "vitest";
import { stopped, type TestResult, type TestRun } from "./test-run.ts";
import type { Verdict } from "./verdict.ts";
import { judgeLab, judgeSolution } from "./judge.ts";

function result(
  step: string,
  state: TestResult["state"],
  error?: string,
): TestResult {
  return {
    file: `tests/${step}.test.ts`,
    name: `${step} > x`,
    ownName: "x",
    state,
    errors: error ? [{ name: error, message: "m" }] : [],
  };
}

const ran = (...tests: TestResult[]): TestRun => ({ tests, broken: [] });
const whats = (verdict: Verdict) =>
  verdict.map(({ what }) => what.split("\n")[0]);

test("a lab that fails by lessons alone is as it should be", () => {
  const outcome = ran(
    result("bauth01", "passed"),
    result("bauth02", "failed", "Lesson"),
    result("bauth02", "passed"),
  );
  expect(judgeLab("bauth02", ["bauth01"], outcome)).toEqual([]);
});

test("a lab must not break an earlier step, not even by a lesson", () => {
  const outcome = ran(
    result("bauth01", "failed", "Lesson"),
    result("bauth02", "failed", "Lesson"),
  );
  expect(whats(judgeLab("bauth02", ["bauth01"], outcome))).toEqual([
    "тесты прошлых шагов должны проходить, а не проходят",
  ]);
});

test("a failure that explains nothing is none of the course", () => {
  const outcome = ran(
    result("bauth01", "failed", "Lesson"),
    result("bauth01", "failed", "TypeError"),
  );
  expect(whats(judgeLab("bauth01", [], outcome))).toEqual([
    "тест не объяснил, что не так, а упал",
  ]);
});

test("skipped tests and missing files prove nothing", () => {
  expect(
    whats(
      judgeSolution(
        "bauth02",
        ["bauth01"],
        ran(result("bauth02", "skipped")),
      ),
    ),
  ).toEqual([
    "в tests/bauth01.test.ts не нашлось ни одного теста",
    "тесты пропущены",
  ]);
});

test("a run that broke off says why", () => {
  expect(
    judgeSolution("bauth01", [], stopped("база не отвечает")),
  ).toMatchObject([
    {
      what: expect.stringContaining("прогон прервался: база не отвечает"),
    },
  ]);
});
