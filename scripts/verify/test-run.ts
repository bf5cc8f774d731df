import { about, type Verdict } from "./verdict.ts";

/** What the tests of a folder came to. */
export type TestRun = {
  tests: TestResult[];
  /**
   * What went wrong outside of any test (imports, suites, stray promises), or
   * what ended the run.
   */
  broken: { where: string; message: string }[];
  /** The code has meddled with the tests; only looked at in grading. */
  isTampered?: boolean;
  /** Which limit ended the run, in Russian. */
  limit?: string;
};

export type TestResult = {
  /** From the folder, with "/". */
  file: string;
  /** Suites and test, such as "bauth04 > роль от клиента не принимается". */
  name: string;
  /** The test alone. */
  ownName: string;
  state: "passed" | "failed" | "skipped" | "pending";
  /** A Lesson says why, too. */
  errors: { name: string; message: string; why?: unknown }[];
};

/** A run that came to no result: why, in Russian. */
export function stopped(message: string): TestRun {
  return { tests: [], broken: [{ where: "прогон прервался", message }] };
}

/** The test file that a step brings. */
export function testFile(step: string): string {
  return `tests/${step}.test.ts`;
}

/** What went wrong outside of any test. */
export function crashes({ broken }: TestRun, todo: string): Verdict {
  const each = broken.map(({ where, message }) => `${where}: ${message}`);
  return about([...new Set(each)], "сломалось вне тестов", todo);
}

/** Test files of these steps that should have run and did not. */
export function missing(
  steps: string[],
  { tests, broken }: TestRun,
): Verdict {
  // What keeps every test from running has been said.
  if (tests.length === 0 && broken.length > 0) return [];
  const ran = [
    ...tests.map(({ file }) => file),
    ...broken.map(({ where }) => where),
  ];
  return steps
    .filter((step) => !ran.includes(testFile(step)))
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
  const crashed = failed.filter(({ errors }) =>
    errors.some(({ name }) => name !== "Lesson"),
  );
  return about(
    crashed.map(described),
    "тест не объяснил, что не так, а упал",
    `Отказ теста — это Lesson (его бросает expectThat): что найдено, почему важно, какой файл открыть. Исправьте ${where}.`,
  );
}

export function skipped(tests: TestResult[]): Verdict {
  const left = tests.filter(
    ({ state }) => state === "skipped" || state === "pending",
  );
  return about(
    left.map(described),
    "тесты пропущены",
    "Пропущенный тест ничего не доказывает: включите или удалите его.",
  );
}

/** Its name, and the first line of what it says. */
export function described({ name, errors: [error] }: TestResult): string {
  return error
    ? `«${name}» — ${error.name}: ${firstLine(error.message)}`
    : `«${name}»`;
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]!;
}
