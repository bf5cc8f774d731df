import type {
  TestCase,
  TestModule,
  TestResult,
  TestSuite,
} from "vitest/node";
import { asException, type Exception } from "../faults.ts";
import { stepOf, type Step } from "../facts.ts";
import type { Explanation } from "../lesson.ts";
import { meaningOf, plain } from "./russian.ts";
import { isTimeout } from "../watchdog.ts";

/** One red test, or a preparation that failed and its tests with it. */
export type Failure = {
  name: string;
  step: Step;
  /** Set when the course refused; otherwise something crashed. */
  lesson?: Explanation;
  /** What was thrown, if anything was. */
  exception?: Exception;
  /** What else the application threw during this test. */
  thrown: Exception[];
  /** How many tests did not run because of it, or failed. */
  tests: number;
};

/** An answer 500 names the application's exception like this. */
const EXCEPTION =
  /[,;]?\s*исключение(?: [A-Za-z]\w*)? «([\s\S]*?)»(?=[;,.\s]|$)/;

/** Too short a message is found in any text. */
const TELLING = 12;

/** All that went wrong in these files, in the order of the tests. */
export function failuresIn(files: readonly TestModule[]): Failure[] {
  return files.flatMap((file) => [
    ...broken(file, "файл тестов не загрузился"),
    ...[...file.children.allSuites()].flatMap((suite) =>
      broken(suite, "подготовка тестов не удалась"),
    ),
    ...[...file.children.allTests("failed")].map(failureOf),
  ]);
}

/** What a beforeAll, an afterAll or the loading of a file threw. */
function broken(entity: TestModule | TestSuite, what: string): Failure[] {
  const file = entity.type === "module" ? entity : entity.module;
  const silent = [...entity.children.allTests("skipped")].length;
  return entity
    .errors()
    .map((error) => toFailure(what, stepOf(file), error, silent));
}

function failureOf(test: TestCase): Failure {
  const { errors = [] } = test.result() as TestResult;
  return toFailure(test.name, stepOf(test.module), errors[0], 1);
}

/**
 * What nobody awaited: no test is to blame for it alone. It fails beside the
 * tests, and is told when nothing else is, or when it names a line of its own.
 * @param told what failed in the tests
 */
export function straysIn(
  errors: readonly unknown[],
  step: Step,
  told: Failure[],
): Failure[] {
  const what = "промис, которого никто не дождался: проверьте await";
  return errors
    .map((error) => toFailure(what, step, error, 0))
    .filter(({ exception }) => isUnheardOf(exception!, told));
}

/** Whether a promise that nobody awaited is news beside all that was told. */
function isUnheardOf(exception: Exception, told: Failure[]): boolean {
  if (told.length === 0) return true;
  return (
    meaningOf(exception).isSlip &&
    !told.some((one) => one.exception?.message === exception.message)
  );
}

function toFailure(
  name: string,
  step: Step,
  error: unknown,
  tests: number,
): Failure {
  const known = Object(error) as Partial<
    Explanation & { name: string; thrown: Exception[] }
  >;
  if (known.name !== "Lesson") {
    const exception = asException(error);
    return { name, step, exception, thrown: [], tests };
  }
  const { found = "", why = "", file = "", thrown = [] } = known;
  return {
    name,
    step,
    lesson: { found: withoutException(found), why, file },
    exception: exceptionIn(found, thrown),
    thrown,
    tests,
  };
}

/** The exception that a test's finding speaks of. */
function exceptionIn(
  found: string,
  thrown: Exception[],
): Exception | undefined {
  const named = EXCEPTION.exec(found)?.[1];
  const last = thrown.findLast(({ message }) =>
    named === undefined
      ? message.length >= TELLING && found.includes(message)
      : message === named || plain(message) === plain(named),
  );
  if (last) return last;
  if (named !== undefined) return { message: named };
  return /ответ 500|INTERNAL_SERVER_ERROR/.test(found)
    ? thrown.at(-1)
    : undefined;
}

/** A whole sentence is left, or nothing. */
function withoutException(found: string): string {
  const match = EXCEPTION.exec(found);
  if (!match) return found;
  const before = found.slice(0, match.index);
  const after = found.slice(match.index + match[0].length);
  return after.trim()
    ? `${before.trimEnd()} (исключение)${after}`
    : before.replace(/[\s:;,—–-]+$/, "");
}

/** Whether a test only waited, which has a cause of its own. */
export function isWaiting({ exception, lesson }: Failure): boolean {
  return !lesson && exception !== undefined && isTimeout(exception);
}
