import type { SerializedError, UserConsoleLog } from "vitest";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { causesOf, isCrash, weightOf, withExactLine } from "./causes.ts";
import { at, tell, tellType } from "./explain.ts";
import { stepOf, steps, type Step } from "../facts.ts";
import { failuresIn, unhandled, type Failure } from "./failures.ts";
import type { Exception } from "../faults.ts";
import { likelyMistake } from "./mistakes.ts";
import { Prints } from "./prints.ts";
import { meaningOf } from "./russian.ts";
import { firstPlace, gapsText, scoreOf } from "./score.ts";
import { style } from "./terminal.ts";
import { printSteps } from "./step-list.ts";
import { isCanary, isTampered, tampered } from "../tampering.ts";
import { TypeCheck, type TypeProblem } from "./types.ts";
import { gapsOf } from "./whole.ts";

/** More of them hide the rest of the report. */
const TYPE_PROBLEMS = 3;

/**
 * Tells a student in Russian what works, what does not, why it matters and
 * where to look, instead of a stack trace: the cause that explains most first.
 * @see https://vitest.dev/api/advanced/reporters
 */
export class StudentReporter implements Reporter {
  readonly knowsCanary = true;
  #vitest: Vitest | undefined;
  readonly #types = new TypeCheck();
  readonly #prints = new Prints();

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    // Beside the start of the database.
    this.#types.start();
  }

  onWatcherRerun(): void {
    this.#types.start();
  }

  onTestRunStart(): void {
    this.#prints.clear();
  }

  onUserConsoleLog(log: UserConsoleLog): void {
    this.#prints.add(log);
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
  ): Promise<void> {
    const { databaseProblem } = globalThis as { databaseProblem?: string };
    if (databaseProblem) {
      console.log(`\n${databaseProblem}\n`);
      process.exitCode = 1;
      return;
    }
    const files = modules
      .filter((one) => !isCanary(one))
      .sort((a, b) => a.moduleId.localeCompare(b.moduleId));
    const step = steps.at(-1) ?? (files[0] && stepOf(files.at(-1)!));
    const isWatching = this.#vitest?.config.watch;
    const tests = files.flatMap((file) => [...file.children.allTests()]);
    const passed = tests.filter(
      (test) => test.result().state === "passed",
    ).length;
    const gaps = gapsOf(this.#vitest, files);
    // Whoever looks at one test wants no list of the whole folder's types.
    const isPart = gaps.some(({ isAskedFor }) => isAskedFor);
    // A part of the tests may be without the canary.
    const isFalse = !isPart && isTampered(modules);
    const types = isPart
      ? { own: [], tests: [] }
      : await this.#types.problems();

    const failures = failuresIn(files);
    // A promise that nobody awaits fails beside the tests; it is told when
    // nothing else is, or when it names a line of its own.
    const strays = errors
      .map((error) => unhandled(error, step ?? noStep))
      .filter(({ exception }) => isUnheardOf(exception!, failures));
    failures.push(...strays);
    const causes = causesOf(failures, step?.id ?? "").map((cause) =>
      withExactLine(cause, types.own),
    );
    const crashes = causes
      .filter(isCrash)
      .sort((a, b) => weightOf(b) - weightOf(a));
    const shownTypes =
      types.own.length > 0 || failures.length === 0
        ? types.own
        : types.tests;

    // Without a line of its own, a crash is explained by the compiler's.
    const isTypeFirst = !crashes[0]?.meaning?.place;
    const otherTypes = shownTypes.filter(
      (type, index) =>
        shownTypes.findIndex((one) => at(one) === at(type)) === index &&
        !crashes.some(
          ({ meaning }) =>
            meaning?.place && at(meaning.place) === at(type),
        ),
    );
    if (isTypeFirst) printTypes(otherTypes);
    if (crashes.length > 0) {
      console.log(`\n${style("bold", "Начните отсюда")}`);
      for (const cause of crashes)
        console.log(tell(cause, step, shownTypes));
    }
    if (!isTypeFirst) printTypes(otherTypes);
    printSteps(files, step, causes, this.#prints);
    const mistake = step && likelyMistake(step.id, files);
    if (mistake) console.log(`\n${mistake}`);
    printScore();
    // Vitest has counted the canary's failure as well.
    process.exitCode =
      failures.length + types.own.length > 0 ||
      tests.length === 0 ||
      isFalse ||
      gaps.some(({ isAskedFor }) => !isAskedFor)
        ? 1
        : 0;

    function printScore(): void {
      const failed = tests.filter(
        (test) => test.result().state === "failed",
      ).length;
      const left = tests.length - passed - failed;
      console.log(
        `\n${scoreOf({ passed, failed, left }, gaps)}${verdict()}\n`,
      );
      if (isWatching)
        console.log("Жду изменений: a — запустить всё, q — выйти.\n");
    }

    function verdict(): string {
      if (failures.length > 0)
        return ` Начните с первого ✗ сверху${firstPlace(crashes, shownTypes)}: остальное часто чинится вместе с ним.`;
      if (tests.length === 0)
        return " Ни одного теста не нашлось. Папка tests/ на месте?";
      if (types.own.length > 0)
        return " Но код не проходит проверку типов: исправьте то, что названо выше, и запустите тесты снова.";
      if (isFalse) return `\n${tampered}`;
      if (gaps.length > 0) return `\n${gapsText(gaps)}`;
      return `\nШаг ${step!.id} готов. ${step!.goal}`;
    }
  }
}

function isUnheardOf(exception: Exception, told: Failure[]): boolean {
  if (told.length === 0) return true;
  return (
    meaningOf(exception).isSlip &&
    !told.some((one) => one.exception?.message === exception.message)
  );
}

const noStep: Step = { id: "", title: "", goal: "", slide: "" };

function printTypes(problems: TypeProblem[]): void {
  if (problems.length === 0) return;
  console.log(`\n${style("bold", "Проверка типов (TypeScript)")}`);
  for (const problem of problems.slice(0, TYPE_PROBLEMS))
    console.log(tellType(problem));
  const more = problems.length - TYPE_PROBLEMS;
  if (more > 0)
    console.log(`  … и ещё ${more}: все покажет pnpm typecheck`);
}
