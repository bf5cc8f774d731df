import { type Finding, listed } from "../report/finding.ts";

/** What the tests of a folder came to. */
export type TestRun = {
  tests: TestResult[];
  /** What went wrong outside of any test: imports, suites, stray promises. */
  broken: { where: string; message: string }[];
};

export type TestResult = {
  /** From the folder, with "/". */
  file: string;
  /** Suites and test, such as "bauth04 > роль от клиента не принимается". */
  name: string;
  /** The test alone. */
  ownName: string;
  state: "passed" | "failed" | "skipped" | "pending";
  errors: { name: string; message: string }[];
};

/** A run that came to no result: why, in Russian. */
export type Stopped = { stopped: string };

export type Outcome = TestRun | Stopped;

/** What is wrong with an outcome; the caller knows where and by which rule. */
export type Verdict = Pick<Finding, "what" | "todo">[];

/** The test file that a step brings. */
export function testFile(step: string): string {
  return `tests/${step}.test.ts`;
}

/** What went wrong outside of any test. */
export function crashes(outcome: Outcome, todo: string): Verdict {
  if ("stopped" in outcome)
    return [{ what: `прогон прервался: ${outcome.stopped}`, todo }];
  if (outcome.broken.length === 0) return [];
  const each = new Set(
    outcome.broken.map(
      ({ where, message }) => `${where}: ${firstLine(message)}`,
    ),
  );
  return [{ what: `сломалось вне тестов${listed([...each])}`, todo }];
}

/** Test files of these steps that should have run and did not. */
export function missing(
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
      what: `в ${testFile(step)} не нашлось ни одного теста`,
      todo: `Напишите course/${step}/${testFile(step)}.`,
    }));
}

/**
 * Failed tests that crashed instead of telling the student what is wrong.
 *
 * @param where the files to put right
 */
export function unexplained(failed: TestResult[], where: string): Verdict {
  return about(
    failed.filter(({ errors }) =>
      errors.some(({ name }) => name !== "Lesson"),
    ),
    "тест не объяснил, что не так, а упал",
    `Отказ теста — это Lesson (его бросает expectThat): что найдено, почему важно, какой файл открыть. Исправьте ${where}.`,
  );
}

export function skipped(tests: TestResult[]): Verdict {
  return about(
    tests.filter(
      ({ state }) => state === "skipped" || state === "pending",
    ),
    "тесты пропущены",
    "Пропущенный тест ничего не доказывает: включите или удалите его.",
  );
}

/** Says the same about some tests, if there are any, and names them. */
export function about(
  tests: TestResult[],
  what: string,
  todo: string,
): Verdict {
  return tests.length === 0
    ? []
    : [{ what: `${what}${listed(tests.map(described))}`, todo }];
}

function described({ name, errors: [error] }: TestResult): string {
  return error
    ? `«${name}» — ${error.name}: ${firstLine(error.message)}`
    : `«${name}»`;
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]!;
}
