import type { TestCase, TestModule } from "vitest/node";
import { nameOf, stepOf, steps } from "../facts.ts";
import { causesOf, isCrash, weightOf } from "./causes.ts";
import { tell } from "./explain.ts";
import { failuresIn } from "./failures.ts";
import type { Prints } from "./prints.ts";
import { isPassed, printPrints } from "./step-list.ts";
import { style } from "./terminal.ts";

/** Longer lists hide what comes before them. */
const LISTED = 12;

/**
 * What watch mode says of the step in work as soon as its tests are over: what
 * the save has changed, the first failure in full, the others in a line each.
 */
export class StepNews {
  /** By test, of the last save. */
  #passed = new Map<string, boolean>();

  /** Whether all the tests of the step in work have run, and are here. */
  isWhole(file: TestModule): boolean {
    return (
      stepOf(file).id === steps.at(-1)?.id &&
      [...file.children.allTests()].every((test) =>
        /^(passed|failed)$/.test(test.result().state),
      )
    );
  }

  print(file: TestModule, prints: Prints): void {
    const step = stepOf(file);
    const tests = [...file.children.allTests()];
    const passed = tests.filter(isPassed);
    const causes = causesOf(failuresIn([file]), step.id).sort(
      (a, b) => rank(b) - rank(a),
    );
    const score =
      tests.length > 0
        ? `прошло ${passed.length} из ${tests.length}`
        : "тесты не запустились";
    console.log(
      `\n${style("bold", nameOf(step))}: ` +
        style(causes.length > 0 ? "red" : "green", score),
    );
    if (tests.length > 0) this.#printChanges(tests);
    const [first] = causes;
    if (first) console.log(tell(first, step));
    const others = causes
      .flatMap(({ failures }) => failures)
      .filter((one) => one !== first?.head);
    for (const { name } of others.slice(0, LISTED))
      console.log(style("red", `  ✗ ${name}`));
    if (others.length > LISTED)
      console.log(`  … и ещё ${others.length - LISTED}`);
    for (const test of tests) {
      if (!prints.has(test.id)) continue;
      console.log(`  ${test.name}`);
      printPrints(test, prints);
    }
  }

  /** The first run has nothing to compare with. */
  #printChanges(tests: TestCase[]): void {
    const before = this.#passed;
    this.#passed = new Map(
      tests.map((test) => [test.fullName, isPassed(test)]),
    );
    const changed = tests.filter(
      (test) => before.get(test.fullName) === !isPassed(test),
    );
    list("Стали зелёными", "green", changed.filter(isPassed));
    list(
      "Стали красными",
      "red",
      changed.filter((test) => !isPassed(test)),
    );
    if (before.size > 0 && changed.length === 0)
      console.log(style("dim", "  С прошлого сохранения без перемен."));
  }
}

/** What to begin with: a crash that explains much, then the first test. */
function rank(cause: Parameters<typeof isCrash>[0]): number {
  return isCrash(cause) ? weightOf(cause) : 0;
}

function list(
  title: string,
  color: "green" | "red",
  tests: TestCase[],
): void {
  if (tests.length === 0) return;
  const names = tests.slice(0, 3).map(({ name }) => `«${name}»`);
  const more = tests.length > 3 ? ` и ещё ${tests.length - 3}` : "";
  console.log(
    `  ${style(color, `${title}: ${tests.length}`)} — ${names.join(", ")}${more}`,
  );
}
