import { relative } from "node:path";
import { styleText } from "node:util";
import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { Explanation } from "./lesson.ts";
import steps from "./steps.json" with { type: "json" };
import { isCanary, isTampered } from "./tampering.ts";
import { isTimeout, stepOf, waitsForEver } from "./watchdog.ts";

/** Colours for a terminal, plain text for a file or a pipe. */
const style: typeof styleText = (format, text) =>
  process.stdout.isTTY ? styleText(format, text) : text;

/**
 * Tells a student in Russian what works, what does not, why it matters and
 * where to look, instead of a stack trace.
 * @see https://vitest.dev/api/advanced/reporters
 */
export class StudentReporter implements Reporter {
  readonly knowsCanary = true;

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
  ): void {
    const files = modules
      .filter((one) => !isCanary(one))
      .sort((a, b) => a.moduleId.localeCompare(b.moduleId));
    const tests = files.flatMap((file) => [...file.children.allTests()]);
    const passed = tests.filter(isPassed).length;
    // A debugger or `-t` asks for a few tests; they prove no step.
    const left = tests.filter(isSkipped).length;
    const failed = tests.length - passed - left;
    const broken = files.flatMap((file) => file.errors());

    const told = new Set<string>();
    for (const file of files) printFile(file, told);
    for (const error of uniqueByMessage([...broken, ...errors])) {
      console.log(`\n${crash(error)}`);
    }
    const score =
      style("bold", `Пройдено: ${passed}`) +
      `, не пройдено: ${failed}` +
      (left > 0 ? `, не запускалось: ${left}.` : ".");
    const last = files.at(-1);
    console.log("");
    if (failed + broken.length + errors.length > 0) {
      console.log(
        score +
          " Начните с первого ✗ сверху: следующие часто чинятся вместе с ним.",
      );
    } else if (left > 0) {
      console.log(`${score} Весь шаг проверит запуск без выбора тестов.`);
    } else if (tests.length === 0) {
      console.log("Ни одного теста не нашлось. Папка tests/ на месте?");
    } else if (isTampered(modules)) {
      process.exitCode = 1;
      console.log(
        style(
          "red",
          "Результату этого запуска верить нельзя: тест, который обязан не пройти, прошёл.",
        ) +
          "\nЗначит, код в src/ вмешивается в работу тестов. Приложению о тестах знать не нужно: уберите из src/ то, что обращается к vitest и его глобальным переменным.",
      );
    } else {
      // The canary's failure is the only one.
      process.exitCode = 0;
      const step = last && stepOf(last);
      console.log(style(["bold", "green"], `Всё пройдено: ${passed}.`));
      if (step) console.log(`Шаг ${step.id} готов. ${step.goal}`);
    }
    console.log("");
  }
}

/** @param told exceptions that the report has explained already */
function printFile(file: TestModule, told: Set<string>): void {
  const step = stepOf(file);
  const tests = [...file.children.allTests()];
  if (tests.length > 0 && tests.every(isSkipped)) return;
  const title = `${step.id} · ${step.title}`;
  console.log(`\n${style("bold", title)}`);
  if (tests.length > 0 && tests.every(isPassed) && step !== steps.at(-1)) {
    console.log(style("green", `  ✓ все тесты: ${tests.length}`));
    return;
  }
  for (const test of tests) {
    if (isPassed(test)) {
      console.log(style("green", `  ✓ ${test.name}`));
    } else if (!isSkipped(test)) {
      console.log(style("red", `  ✗ ${test.name}`));
      for (const error of test.result().errors ?? []) {
        const cause = exceptionIn(error);
        const known = cause !== undefined && told.has(cause);
        if (cause !== undefined) told.add(cause);
        console.log(
          indent(
            known
              ? "Та же ошибка, что и выше."
              : explain(error, step.slide),
          ),
        );
      }
    }
  }
}

function isPassed(test: TestCase): boolean {
  return test.result().state === "passed";
}

function isSkipped(test: TestCase): boolean {
  return test.result().state === "skipped";
}

function explain(error: SerializedError, slide: string): string {
  if (error.name !== "Lesson") return crash(error);
  const { found, why, file } = error as SerializedError & Explanation;
  const exception = exceptionIn(error);
  return [
    `${style("bold", "Найдено:")} ${found.replace(EXCEPTION, "")}`,
    ...(exception
      ? [`${style("bold", "Ошибка в коде:")} ${inRussian(exception)}`]
      : []),
    `${style("bold", "Почему это важно:")} ${why}`,
    `${style("bold", "Откройте:")} ${file}`,
    `${style("bold", "Слайд:")} «${slide}»`,
  ].join("\n");
}

/** An answer 500 names the application's exception between these. */
const EXCEPTION = /,? ?исключение «([\s\S]*?)»(?=;|$|\s*$)/;

/** What the student's code threw, so that it is explained only once. */
function exceptionIn(error: SerializedError): string | undefined {
  if (error.name !== "Lesson") return plain(error.message);
  const { found } = error as SerializedError & Explanation;
  const exception = EXCEPTION.exec(found)?.[1];
  return exception === undefined ? undefined : plain(exception);
}

/** One message for an error that no test foresaw: in whose code, and which. */
function crash(error: SerializedError): string {
  const message = plain(error.message);
  const place = placeInSources(error);
  if (isTimeout(error)) return `Тест не дождался ответа. ${waitsForEver}`;
  if (/ECONNREFUSED|ECONNRESET|connection timeout/i.test(message)) {
    return `База данных перестала отвечать: ${message}. Если вы задали DATABASE_URL, проверьте, что сервер работает.`;
  }
  return [
    style("red", "Ваш код остановила ошибка, которой тест не ждал:"),
    inRussian(message),
    ...(place ? [`${style("bold", "Где:")} ${place}`] : []),
  ].join("\n");
}

/** Says what to do about the errors that a slip of the pen makes. */
function inRussian(message: string): string {
  const syntax =
    /\[PARSE_ERROR\]\s*(.+)[\s\S]*?\s(\S+):(\d+):(\d+)\s/.exec(message);
  if (syntax) {
    const [, what, file, line, column] = syntax;
    return `файл ${file} не читается, строка ${line}, символ ${column}: ${what}. Проверьте скобки, кавычки и запятые около этого места.`;
  }
  const missing = /Cannot find module '(.+?)' imported from (\S+)/.exec(
    message,
  );
  if (missing) {
    const [, module, importer] = missing;
    return `файл ${fromRoot(importer!)} импортирует «${module}», а такого файла нет. Верните его или исправьте путь.`;
  }
  if (/ is not a function/.test(message)) {
    return `${message}. Проверьте, что функция экспортирована (export) и что её имя написано одинаково там, где она создана и где импортирована.`;
  }
  return message;
}

/** Messages of the compiler come coloured. */
function plain(message: string): string {
  return message.replace(/\u001B\[[\d;]+m/g, "").trim();
}

function fromRoot(file: string): string {
  return relative(process.cwd(), file).replaceAll("\\", "/");
}

function placeInSources(error: SerializedError): string | undefined {
  for (const frame of error.stacks ?? []) {
    const file = fromRoot(frame.file);
    if (/^(src|tests)\//.test(file)) return `${file}:${frame.line}`;
  }
  return undefined;
}

function uniqueByMessage(errors: SerializedError[]): SerializedError[] {
  return [...new Map(errors.map((one) => [one.message, one])).values()];
}

function indent(text: string): string {
  return text.replace(/^/gm, "      ");
}
