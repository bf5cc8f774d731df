import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { styleText } from "node:util";
import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { Explanation } from "./lesson.ts";

/** How long one test may take before we say "endless loop", ms. */
const STUCK_AFTER = 20_000;

/** Colours for a terminal, plain text for a file or a pipe. */
const style: typeof styleText = (format, text) =>
  process.stdout.isTTY ? styleText(format, text) : text;

/** The facts of a step that the report needs; they stand in tests/bauthNN.json. */
type Step = { id: string; title: string; goal: string; slide: string };

/**
 * Tells a student in Russian what works, what does not, why it matters and
 * where to look, instead of a stack trace.
 * @see https://vitest.dev/api/advanced/reporters
 */
export class StudentReporter implements Reporter {
  #watchdog: NodeJS.Timeout | undefined;

  onTestCaseReady(test: TestCase): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => stop(test), STUCK_AFTER);
  }

  onTestCaseResult(): void {
    clearTimeout(this.#watchdog);
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
  ): void {
    const files = [...modules].sort((a, b) =>
      a.moduleId.localeCompare(b.moduleId),
    );
    const tests = files.flatMap((file) => [...file.children.allTests()]);
    const failed = tests.filter(
      (test) => test.result().state === "failed",
    );
    const broken = files.flatMap((file) => file.errors());

    for (const file of files) printFile(file);
    for (const error of uniqueByMessage([...broken, ...errors])) {
      console.log(`\n${crash(error)}`);
    }
    const passed = tests.filter(
      (test) => test.result().state === "passed",
    );
    const last = files.at(-1);
    console.log("");
    if (failed.length + broken.length + errors.length > 0) {
      console.log(
        style("bold", `Пройдено: ${passed.length}`) +
          `, не пройдено: ${tests.length - passed.length}.` +
          " Начните с первого ✗ сверху: следующие часто чинятся вместе с ним.",
      );
    } else if (tests.length === 0) {
      console.log("Ни одного теста не нашлось. Папка tests/ на месте?");
    } else {
      const step = last && stepOf(last);
      console.log(
        style(["bold", "green"], `Всё пройдено: ${passed.length}.`),
      );
      if (step) console.log(`Шаг ${step.id} готов. ${step.goal}`);
    }
    console.log("");
  }
}

function printFile(file: TestModule): void {
  const step = stepOf(file);
  const tests = [...file.children.allTests()];
  const failed = tests.filter((test) => test.result().state !== "passed");
  const title = `${step.id} · ${step.title}`;
  console.log(`\n${style("bold", title)}`);
  if (tests.length > 0 && failed.length === 0 && !isCurrent(file)) {
    console.log(style("green", `  ✓ все тесты: ${tests.length}`));
    return;
  }
  for (const test of tests) {
    if (test.result().state === "passed") {
      console.log(style("green", `  ✓ ${test.name}`));
    } else {
      console.log(style("red", `  ✗ ${test.name}`));
      for (const error of test.result().errors ?? []) {
        console.log(indent(explain(error, step)));
      }
    }
  }
}

function explain(error: SerializedError, step: Step): string {
  if (error.name !== "Lesson") return crash(error);
  const { found, why, file } = error as SerializedError & Explanation;
  return [
    `${style("bold", "Найдено:")} ${found}`,
    `${style("bold", "Почему это важно:")} ${why}`,
    `${style("bold", "Откройте:")} ${file}`,
    `${style("bold", "Слайд:")} «${step.slide}»`,
  ].join("\n");
}

/** One message for an error that no test foresaw: in whose code, and which. */
function crash(error: SerializedError): string {
  const message = plain(error.message);
  const place = placeInSources(error);
  if (/timed out in/.test(message)) {
    return "Тест не дождался ответа. Посмотрите, нет ли в вашем коде запроса или промиса, который никогда не завершается.";
  }
  if (/ECONNREFUSED|ECONNRESET|connection timeout/i.test(message)) {
    return `База данных перестала отвечать: ${message}. Если вы задали DATABASE_URL, проверьте, что сервер работает.`;
  }
  return [
    style("red", "Ваш код остановила ошибка, которой тест не ждал:"),
    `${error.name ?? "Error"}: ${message}`,
    ...(place ? [`${style("bold", "Где:")} ${place}`] : []),
  ].join("\n");
}

/** Messages of the compiler come coloured and with a picture of the code. */
function plain(message: string): string {
  return message.replace(/\u001B\[\d+m/g, "").trim();
}

function placeInSources(error: SerializedError): string | undefined {
  for (const frame of error.stacks ?? []) {
    const file = relative(process.cwd(), frame.file).replaceAll("\\", "/");
    if (/^(src|tests)\//.test(file)) return `${file}:${frame.line}`;
  }
  return undefined;
}

function stepOf(file: TestModule): Step {
  const facts = file.moduleId.replace(/\.test\.ts$/, ".json");
  return JSON.parse(readFileSync(facts, "utf8")) as Step;
}

/** Is this the newest step of the folder, the one the student works on? */
function isCurrent(file: TestModule): boolean {
  const next = file.moduleId.replace(
    /bauth(\d\d)\.test\.ts$/,
    (_, step: string) =>
      `bauth${String(Number(step) + 1).padStart(2, "0")}.test.ts`,
  );
  return !existsSync(next);
}

function stop(test: TestCase): void {
  console.error(
    `\nТест «${test.name}» не закончился за ${STUCK_AFTER / 1000} с: похоже на бесконечный цикл.\n` +
      "Проверьте циклы while и for в файлах, которые вы меняли, и запустите тесты снова.\n",
  );
  process.exit(1);
}

function uniqueByMessage(errors: SerializedError[]): SerializedError[] {
  return [...new Map(errors.map((one) => [one.message, one])).values()];
}

function indent(text: string): string {
  return text.replace(/^/gm, "      ");
}
