import type { Stopped, TestResult, TestRun } from "./job.ts";
import { listed } from "./names.ts";
import type { Finding, Rule } from "./report.ts";

/** What is wrong with an outcome; the caller knows which step it is of. */
type Verdict = Pick<Finding, "what" | "todo">[];

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
  outcome: TestRun | Stopped,
): Finding[] {
  const place = `labs/${step}`;
  const own = testFile(step);
  const start = `course/${step}/start/`;
  const known = crashes(place, outcome, `Исправьте ${start} или тесты.`);
  if ("stopped" in outcome) return findings(step, "lab", known);

  const mine = outcome.tests.filter(({ file }) => file === own);
  const before = outcome.tests.filter(({ file }) => file !== own);
  const red = before.filter(({ state }) => state !== "passed");
  const failed = mine.filter(({ state }) => state === "failed");
  const verdict: Verdict = [
    ...known,
    ...missing(place, [...earlier, step], outcome),
  ];
  if (red.length > 0) {
    verdict.push({
      what: `${place}: тесты прошлых шагов должны проходить, а не проходят${listed(red.map(described))}`,
      todo: `Файлы в ${start} не должны ломать прошлые шаги.`,
    });
  }
  if (mine.length > 0 && failed.length === 0 && known.length === 0) {
    verdict.push({
      what: `${place}: все тесты шага проходят без единой правки студента`,
      todo: `Уберите решение из ${start} или добавьте в course/${step}/tests/ тест, который заметит, что работа не сделана.`,
    });
  }
  return findings(step, "lab", [
    ...verdict,
    ...noLessons(place, failed, `course/${step}/tests/`),
    ...leftOut(place, mine),
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
  outcome: TestRun | Stopped,
): Finding[] {
  const place = `solutions/${step}`;
  const todo = `Исправьте course/${step}/solution/ или тесты.`;
  const known = crashes(place, outcome, todo);
  if ("stopped" in outcome) return findings(step, "solution", known);

  const failed = outcome.tests.filter(({ state }) => state === "failed");
  return findings(step, "solution", [
    ...known,
    ...missing(place, [...earlier, step], outcome),
    ...(failed.length > 0
      ? [
          {
            what: `${place}: тесты не проходят${listed(failed.map(described))}`,
            todo,
          },
        ]
      : []),
    ...leftOut(place, outcome.tests),
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
  outcome: TestRun | Stopped,
): Finding[] {
  const todo = `Сделайте ответ неверным, но работающим (${place}), или тест — зорче (course/${step}/tests/).`;
  const known = crashes(place, outcome, todo);
  if ("stopped" in outcome) return findings(step, "wrong", known);

  const named = outcome.tests.filter((one) => isNamed(one, test));
  const failed = outcome.tests.filter(({ state }) => state === "failed");
  const verdict = [...known];
  if (named.length === 0 && outcome.tests.length > 0) {
    verdict.push({
      what: `${place}: теста «${test}» нет`,
      todo: `Впишите в строку Refused-by точное имя теста из course/${step}/tests/${step}.test.ts.`,
    });
  } else if (
    named.length > 0 &&
    named.every(({ state }) => state !== "failed")
  ) {
    verdict.push({
      what:
        `${place}: ответ неверный, а тест «${test}» его пропустил` +
        (failed.length > 0
          ? `; отказали другие${listed(failed.map(described))}`
          : ""),
      todo: `Сделайте тест зорче (course/${step}/tests/) или назовите в строке Refused-by другой.`,
    });
  }
  return findings(step, "wrong", [
    ...verdict,
    ...noLessons(place, failed, `${place} или course/${step}/tests/`),
  ]);
}

/** The test file that a step brings. */
export function testFile(step: string): string {
  return `tests/${step}.test.ts`;
}

function isNamed(test: TestResult, name: string): boolean {
  return [
    test.ownName,
    test.name,
    test.name.replaceAll(" > ", " "),
  ].includes(name);
}

function crashes(
  place: string,
  outcome: TestRun | Stopped,
  todo: string,
): Verdict {
  if ("stopped" in outcome) {
    return [
      { what: `${place}: прогон прервался: ${outcome.stopped}`, todo },
    ];
  }
  if (outcome.broken.length === 0) return [];
  const each = new Set(
    outcome.broken.map(
      ({ where, message }) => `${where}: ${firstLine(message)}`,
    ),
  );
  return [
    {
      what: `${place}: сломалось вне тестов${listed([...each])}`,
      todo,
    },
  ];
}

/** Test files that should have run and did not. */
function missing(
  place: string,
  steps: string[],
  { tests, broken }: TestRun,
): Verdict {
  return steps
    .filter(
      (step) =>
        !tests.some(({ file }) => file === testFile(step)) &&
        !broken.some(({ where }) => where === testFile(step)),
    )
    .map((step) => ({
      what: `${place}: в ${testFile(step)} не нашлось ни одного теста`,
      todo: `Напишите course/${step}/tests/${step}.test.ts.`,
    }));
}

function noLessons(
  place: string,
  failed: TestResult[],
  where: string,
): Verdict {
  const crashed = failed.filter(({ errors }) =>
    errors.some(({ name }) => name !== "Lesson"),
  );
  if (crashed.length === 0) return [];
  return [
    {
      what: `${place}: тест не объяснил, что не так, а упал${listed(crashed.map(described))}`,
      todo: `Отказ теста — это Lesson (expectThat из support/lesson.ts): что найдено, почему важно, какой файл открыть. Исправьте ${where}.`,
    },
  ];
}

function leftOut(place: string, tests: TestResult[]): Verdict {
  const skipped = tests.filter(
    ({ state }) => state === "skipped" || state === "pending",
  );
  if (skipped.length === 0) return [];
  return [
    {
      what: `${place}: тесты пропущены${listed(skipped.map(({ name }) => name))}`,
      todo: "Пропущенный тест ничего не доказывает: включите или удалите его.",
    },
  ];
}

function described({ name, errors }: TestResult): string {
  const [error] = errors;
  return error
    ? `«${name}» — ${error.name}: ${firstLine(error.message)}`
    : `«${name}»`;
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]!;
}

function findings(step: string, rule: Rule, verdict: Verdict): Finding[] {
  return verdict.map((one) => ({ step, rule, ...one }));
}
