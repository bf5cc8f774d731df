import type { Finding } from "../report/finding.ts";
import {
  about,
  crashes,
  missing,
  type Outcome,
  skipped,
  testFile,
  type TestResult,
  unexplained,
  type Verdict,
} from "./test-run.ts";

/**
 * A lab that nobody has worked on: the earlier steps' tests pass, its own
 * fail, and each of them tells the student what to do.
 *
 * @param step such as "bauth04"
 * @param earlier the steps before it
 */
export function judgeLab(
  step: string,
  earlier: string[],
  outcome: Outcome,
): Finding[] {
  const start = `course/${step}/start/`;
  const tests = `course/${step}/tests/`;
  const found = (verdict: Verdict) =>
    findings("лабораторная", `labs/${step}`, verdict);
  const crashed = crashes(outcome, `Исправьте ${start} или тесты.`);
  if ("stopped" in outcome) return found(crashed);

  const isOwn = ({ file }: TestResult) => file === testFile(step);
  const own = outcome.tests.filter(isOwn);
  const failed = own.filter(({ state }) => state === "failed");
  const isSolved =
    own.length > 0 && failed.length === 0 && crashed.length === 0;
  return found([
    ...crashed,
    ...missing([...earlier, step], outcome),
    ...about(
      outcome.tests.filter(
        (test) => !isOwn(test) && test.state !== "passed",
      ),
      "тесты прошлых шагов должны проходить, а не проходят",
      `Файлы в ${start} не должны ломать прошлые шаги.`,
    ),
    ...(isSolved
      ? [
          {
            what: "все тесты шага проходят без единой правки студента",
            todo: `Уберите решение из ${start} или добавьте в ${tests} тест, который заметит, что работа не сделана.`,
          },
        ]
      : []),
    ...unexplained(failed, tests),
    ...skipped(own),
  ]);
}

/**
 * A finished step: every test of it and of the earlier steps passes.
 *
 * @param step such as "bauth04"
 * @param earlier the steps before it
 */
export function judgeSolution(
  step: string,
  earlier: string[],
  outcome: Outcome,
): Finding[] {
  const todo = `Исправьте course/${step}/solution/ или тесты.`;
  const found = (verdict: Verdict) =>
    findings("решение", `solutions/${step}`, verdict);
  const crashed = crashes(outcome, todo);
  if ("stopped" in outcome) return found(crashed);

  const failed = outcome.tests.filter(({ state }) => state === "failed");
  return found([
    ...crashed,
    ...missing([...earlier, step], outcome),
    ...about(failed, "тесты не проходят", todo),
    ...skipped(outcome.tests),
  ]);
}

/**
 * A wrong answer: the test that is named for it refuses it with a lesson, and
 * nothing merely crashes.
 *
 * @param step such as "bauth04"
 * @param place of the wrong answer, from the root
 * @param test name of the test
 */
export function judgeWrong(
  step: string,
  place: string,
  test: string,
  outcome: Outcome,
): Finding[] {
  const tests = `course/${step}/tests/`;
  const found = (verdict: Verdict) =>
    findings("неверный ответ", place, verdict);
  const crashed = crashes(
    outcome,
    `Сделайте ответ неверным, но работающим (${place}), или тест — зорче (${tests}).`,
  );
  if ("stopped" in outcome) return found(crashed);

  const failed = outcome.tests.filter(({ state }) => state === "failed");
  return found([
    ...crashed,
    ...notRefused(step, test, outcome.tests, failed),
    ...unexplained(failed, `${place} или ${tests}`),
  ]);
}

function notRefused(
  step: string,
  name: string,
  tests: TestResult[],
  failed: TestResult[],
): Verdict {
  const named = tests.filter((test) => isNamed(test, name));
  // Without any test, what went wrong is said already.
  if (tests.length === 0 || named.some((test) => failed.includes(test)))
    return [];
  if (named.length === 0)
    return [
      {
        what: `теста «${name}» нет`,
        todo: `Впишите в строку Refused-by точное имя теста из course/${step}/${testFile(step)}.`,
      },
    ];
  const what = `ответ неверный, а тест «${name}» его пропустил`;
  const todo = `Сделайте тест зорче (course/${step}/tests/) или назовите в строке Refused-by другой.`;
  return failed.length === 0
    ? [{ what, todo }]
    : about(failed, `${what}; отказали другие`, todo);
}

function isNamed(test: TestResult, name: string): boolean {
  return [
    test.ownName,
    test.name,
    test.name.replaceAll(" > ", " "),
  ].includes(name);
}

function findings(
  rule: string,
  place: string,
  verdict: Verdict,
): Finding[] {
  return verdict.map((one) => ({ rule, places: [place], ...one }));
}
