import type { TestCase, TestModule } from "vitest/node";
import { isCrash, type Cause } from "./causes.ts";
import { tell } from "./explain.ts";
import { nameOf, stepOf, type Step } from "../facts.ts";
import type { Prints } from "./prints.ts";
import { indent, style } from "./terminal.ts";

/** So many causes of a step before are told in full beside this step's own. */
const EARLIER = 3;

/**
 * Lists the steps: those before in a line each, the one in work test by test,
 * and at last what broke in those before.
 */
export function printSteps(
  files: TestModule[],
  step: Step | undefined,
  causes: Cause[],
  prints: Prints,
): void {
  const refusals = causes.filter((cause) => !isCrash(cause));
  const isOwn = ({ failures }: Cause) =>
    failures.some((one) => one.step.id === step?.id);
  const own = refusals.filter(isOwn);
  const earlier = refusals.filter((cause) => !isOwn(cause));
  for (const file of files) {
    const tests = [...file.children.allTests()];
    const current = stepOf(file);
    const isBroken = failedIn(current, causes);
    if (tests.length > 0 && tests.every(isSkipped) && !isBroken) continue;
    if (current.id !== step?.id) printEarlier(current, tests);
    else printOwn(current, tests, own, prints);
  }
  printBroken(earlier, step, own.length > 0 ? EARLIER : earlier.length);
}

/** In watch mode: all but the step in work, of which StepNews has told. */
export function printOtherSteps(
  files: TestModule[],
  step: Step | undefined,
  causes: Cause[],
): void {
  const isTold = ({ failures }: Cause) =>
    failures.some((one) => one.step.id === step?.id);
  const tests = files
    .filter((file) => stepOf(file).id !== step?.id)
    .flatMap((file) => [...file.children.allTests()])
    .filter((test) => !isSkipped(test));
  const passed = tests.filter(isPassed).length;
  if (passed < tests.length)
    console.log(
      style(
        "red",
        `  ✗ прошлые шаги: прошло ${passed} из ${tests.length}`,
      ),
    );
  else if (tests.length > 0)
    console.log(style("green", `  ✓ прошлые шаги: все тесты, ${passed}`));
  const others = causes.filter((cause) => !isTold(cause));
  printBroken(others, step, causes.some(isTold) ? 0 : EARLIER);
}

/** @param room how many to tell in full */
function printBroken(
  causes: Cause[],
  step: Step | undefined,
  room: number,
): void {
  if (causes.length === 0) return;
  console.log(`\n${style("bold", "Сломалось на прошлых шагах")}`);
  for (const cause of causes.slice(0, room))
    console.log(tell(cause, step));
  for (const { head } of causes.slice(room))
    console.log(style("red", `  ✗ ${head.step.id}: ${head.name}`));
}

/** Whether anything failed there, its preparation included. */
function failedIn(step: Step, causes: Cause[]): boolean {
  return causes.some(({ failures }) =>
    failures.some((one) => one.step.id === step.id),
  );
}

function printEarlier(step: Step, tests: TestCase[]): void {
  console.log(`\n${style("bold", nameOf(step))}`);
  const failed = tests.filter((test) => !test.ok()).length;
  const skipped = tests.filter(isSkipped).length;
  if (failed > 0)
    console.log(
      style("red", `  ✗ не прошло: ${failed} из ${tests.length}`),
    );
  else if (skipped === 0)
    console.log(style("green", `  ✓ все тесты: ${tests.length}`));
  else
    console.log(
      `  прошло: ${tests.length - skipped}, пропущено: ${skipped}`,
    );
}

function printOwn(
  step: Step,
  tests: TestCase[],
  causes: Cause[],
  prints: Prints,
): void {
  console.log(`\n${style("bold", nameOf(step))}`);
  for (const cause of causes) {
    console.log(tell(cause, step));
    const test = tests.find(({ name }) => name === cause.head.name);
    if (test) printPrints(test, prints);
  }
  for (const test of tests) {
    if (!isPassed(test)) continue;
    console.log(style("green", `  ✓ ${test.name}`));
    printPrints(test, prints);
  }
  const skipped = tests.filter(isSkipped).length;
  if (skipped > 0) console.log(`  не запускалось: ${skipped}`);
}

/** What the student's code printed during a test. */
export function printPrints(test: TestCase, prints: Prints): void {
  for (const line of prints.of(test.id, !isPassed(test)))
    console.log(style("dim", indent(`│ ${line}`)));
}

export function isPassed(test: TestCase): boolean {
  return test.result().state === "passed";
}

function isSkipped(test: TestCase): boolean {
  return test.result().state === "skipped";
}
