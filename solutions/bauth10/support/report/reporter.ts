import type { SerializedError, UserConsoleLog } from "vitest";
import type {
  Reporter,
  TestModule,
  TestRunEndReason,
  Vitest,
} from "vitest/node";
import { causesOf, isCrash, weightOf, withExactLine } from "./causes.ts";
import { at, printTypes, tell } from "./explain.ts";
import { stepOf, steps, type Step } from "../facts.ts";
import { failuresIn, straysIn } from "./failures.ts";
import { likelyMistake } from "./mistakes.ts";
import { Prints } from "./prints.ts";
import { Progress } from "./progress.ts";
import { writeResult } from "./result.ts";
import { firstPlace, isGreen, scoreOf, verdictOf } from "./score.ts";
import { style } from "./terminal.ts";
import { printOtherSteps, printSteps } from "./step-list.ts";
import { rememberGreen } from "../student/record.ts";
import { stateOf } from "../student/work.ts";
import { isCanary, isTampered } from "../tampering.ts";
import { wasUnwanted } from "../watch-mode.ts";
import { TypeCheck } from "./types.ts";
import { StepNews } from "./watching.ts";
import { gapsOf } from "./whole.ts";

/** The database could not be made ready; see pool.ts. */
const shared = globalThis as { databaseProblem?: string };

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
  readonly #progress = new Progress();
  readonly #news = new StepNews();
  #hasNews = false;
  /** Of the work that the tests run on. */
  #state = "";

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    // Beside the start of the database.
    this.#types.start();
  }

  onWatcherRerun(): void {
    this.#types.stop();
  }

  onTestRunStart(): void {
    this.#prints.clear();
    this.#progress.start();
    this.#hasNews = false;
    this.#state = stateOf();
  }

  onTestCaseResult(): void {
    this.#progress.count();
  }

  onTestModuleEnd(file: TestModule): void {
    if (!this.#vitest?.config.watch || shared.databaseProblem) return;
    if (!this.#news.isWhole(file)) return;
    this.#progress.hide();
    this.#news.print(file, this.#prints);
    this.#hasNews = true;
    // Not before: this step's tests need the processor.
    this.#types.start();
  }

  onUserConsoleLog(log: UserConsoleLog): void {
    this.#prints.add(log);
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    this.#progress.hide();
    const isWatching = this.#vitest?.config.watch;
    if (isWatching && reason === "interrupted") {
      if (wasUnwanted()) return;
      console.log("\nПрогон остановлен.\n");
      this.#printWaiting();
      return;
    }
    const { databaseProblem } = shared;
    if (databaseProblem) {
      console.log(`\n${databaseProblem}\n`);
      this.#printWaiting();
      process.exitCode = 1;
      return;
    }
    const files = modules
      .filter((one) => !isCanary(one))
      .sort((a, b) => a.moduleId.localeCompare(b.moduleId));
    const step = steps.at(-1) ?? (files[0] && stepOf(files.at(-1)!));
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
    failures.push(...straysIn(errors, step ?? noStep, failures));
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
    if (crashes.length > 0 && !this.#hasNews) {
      console.log(`\n${style("bold", "Начните отсюда")}`);
      for (const cause of crashes)
        console.log(tell(cause, step, shownTypes));
    }
    if (!isTypeFirst) printTypes(otherTypes);
    if (this.#hasNews) printOtherSteps(files, step, causes);
    else printSteps(files, step, causes, this.#prints);
    const mistake = step && likelyMistake(step.id, files);
    if (mistake) console.log(`\n${mistake}`);
    const failed = tests.filter(
      (test) => test.result().state === "failed",
    ).length;
    const left = tests.length - passed - failed;
    const run = {
      failures: failures.length,
      tests: tests.length,
      types: types.own.length,
      isFalse,
      gaps,
      step,
      start: firstPlace(crashes, shownTypes),
      isWatching: Boolean(isWatching),
    };
    if (isGreen(run)) rememberGreen(this.#state);
    console.log(
      `\n${scoreOf({ passed, failed, left }, gaps)}${verdictOf(run)}\n`,
    );
    writeResult({
      step: step ?? noStep,
      files,
      failures,
      types: types.own,
      gaps,
      isFalse,
      mistake: mistake ?? "",
    });
    this.#printWaiting();
    // Vitest has counted the canary's failure as well.
    process.exitCode =
      failures.length + types.own.length > 0 ||
      tests.length === 0 ||
      isFalse ||
      gaps.some(({ isAskedFor }) => !isAskedFor)
        ? 1
        : 0;
  }

  #printWaiting(): void {
    if (this.#vitest?.config.watch)
      console.log("Жду изменений: a — запустить всё, q — выйти.\n");
  }
}

const noStep: Step = { id: "", title: "", goal: "", slide: "" };
