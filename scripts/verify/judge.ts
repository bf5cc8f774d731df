import {
  crashes,
  described,
  missing,
  skipped,
  testFile,
  type TestResult,
  type TestRun,
  unexplained,
} from "./test-run.ts";
import { about, type Verdict } from "./verdict.ts";

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
  run: TestRun,
): Verdict {
  const start = `course/${step}/start/`;
  const tests = `course/${step}/tests/`;
  const isOwn = ({ file }: TestResult) => file === testFile(step);
  const own = run.tests.filter(isOwn);
  const failed = own.filter(hasFailed);
  const red = run.tests.filter(
    (test) => !isOwn(test) && test.state !== "passed",
  );
  const isSolved =
    own.length > 0 && failed.length === 0 && run.broken.length === 0;
  return [
    ...crashes(run, `Исправьте ${start} или тесты.`),
    ...missing([...earlier, step], run),
    ...about(
      red.map(described),
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
  ];
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
  run: TestRun,
): Verdict {
  return judgeGreen(
    [...earlier, step],
    `Исправьте course/${step}/solution/ или тесты.`,
    run,
  );
}

/**
 * Another right answer: every test accepts it, too.
 *
 * @param step such as "bauth04"
 * @param place of the answer, from the root
 * @param earlier the steps before it
 */
export function judgeRight(
  step: string,
  place: string,
  earlier: string[],
  run: TestRun,
): Verdict {
  return judgeGreen(
    [...earlier, step],
    `Если ответ верен, сделайте тест терпимее (course/*/tests/); если нет, исправьте или удалите ${place}.`,
    run,
  );
}

function judgeGreen(steps: string[], todo: string, run: TestRun): Verdict {
  const failed = run.tests.filter(hasFailed);
  return [
    ...crashes(run, todo),
    ...missing(steps, run),
    ...about(failed.map(described), "тесты не проходят", todo),
    ...skipped(run.tests),
  ];
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
  run: TestRun,
): Verdict {
  const tests = `course/${step}/tests/`;
  return [
    ...crashes(
      run,
      `Сделайте ответ неверным, но работающим (${place}), или тест — зорче (${tests}).`,
    ),
    ...notRefused(step, test, run),
    ...unexplained(run.tests.filter(hasFailed), `${place} или ${tests}`),
  ];
}

function notRefused(
  step: string,
  name: string,
  { tests }: TestRun,
): Verdict {
  const named = tests.filter((test) => isNamed(test, name));
  // Without any test, what went wrong has been said.
  if (tests.length === 0 || named.some(hasFailed)) return [];
  if (named.length === 0)
    return [
      {
        what: `теста «${name}» нет`,
        todo: `Впишите в строку Refused-by точное имя теста из course/${step}/${testFile(step)}.`,
      },
    ];
  const what = `ответ неверный, а тест «${name}» его пропустил`;
  const todo = `Сделайте тест зорче (course/${step}/tests/) или назовите в строке Refused-by другой.`;
  const others = tests.filter(hasFailed).map(described);
  return others.length > 0
    ? about(others, `${what}; отказали другие`, todo)
    : [{ what, todo }];
}

function hasFailed({ state }: TestResult): boolean {
  return state === "failed";
}

function isNamed({ ownName, name }: TestResult, wanted: string): boolean {
  return [ownName, name, name.replaceAll(" > ", " ")].includes(wanted);
}
