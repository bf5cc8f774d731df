import { join } from "node:path";
import { registryAnswers } from "../bootstrap/npm.mjs";
import { filesOf } from "../course/files.ts";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import { jsonReport, succeeds } from "../process/program.ts";
import { RunCache } from "../process/run-cache.ts";
import type { Outcome, Part } from "./part.ts";

/** Everything that `npm test` proves, the quickest first. */
export const parts: Part[] = [
  {
    title: "Оформление файлов",
    command: "pnpm format",
    run: (stop) =>
      once(
        stop,
        ...["prettier", "--check", "--log-level=warn", "."],
        ...["--cache", "--cache-strategy=content"],
        "--cache-location=.cache/prettier.json",
      ),
  },
  {
    title: "Правила для кода и ничего лишнего",
    command: "pnpm lint",
    run: (stop) => once(stop, "pnpm", "lint"),
  },
  {
    title: "Типы",
    command: "pnpm typecheck",
    run: (stop) => once(stop, "pnpm", "typecheck"),
  },
  {
    title: "labs/ и solutions/ — то, что составляется из course/",
    command: "pnpm compose --check",
    run: (stop) => once(stop, "node", "scripts/compose/cli.ts", "--check"),
  },
  {
    title: "Рисунки лекции",
    command: "pnpm slides:diagrams --check",
    run: (stop) =>
      once(stop, "node", "scripts/diagrams/cli.ts", "--check"),
  },
  {
    title: "Тесты самих скриптов",
    command: "pnpm vitest run --project unit",
    run: (stop) => vitest(stop, "unit"),
  },
  {
    title: "Лабораторные, решения и неверные ответы",
    command: "pnpm verify",
    run: (stop) => counted(stop, "scripts/verify/cli.ts"),
  },
  {
    title: "Решения на настоящем PostgreSQL",
    command: "pnpm test:postgres",
    run: async (stop) =>
      has("postgres")
        ? counted(stop, "scripts/postgres/cli.ts")
        : { impossible: "PostgreSQL нет" },
  },
  {
    title: "Тесты скриптов с настоящими процессами",
    command: "pnpm vitest run --project e2e",
    run: (stop) => vitest(stop, "e2e"),
  },
  {
    title: "Лабораторная с каждым менеджером пакетов",
    command: "pnpm vitest run --project managers",
    run: managers,
  },
  {
    title: "Лекция в браузере",
    command: "pnpm deck:check",
    run: (stop) => counted(stop, "scripts/deck/cli.ts"),
  },
];

/** Minutes of installing, which need not be repeated for the same lab. */
async function managers(stop: AbortSignal): Promise<Outcome> {
  const test = "scripts/student/managers.e2e.test.ts";
  const cache = RunCache.of(root);
  const outcome = await cache.outcome<Outcome>(
    filesOf(root, "labs/bauth01").set(test, join(root, test)),
    ["managers"],
    async () =>
      (await registryAnswers(root))
        ? vitest(stop, "managers")
        : { impossible: "реестр npm не отвечает" },
    (made) => "failed" in made && !made.failed && !made.skipped,
  );
  if (cache.used > 0)
    console.log(
      "Не повторяется: ни один файл не изменился с прошлого раза.",
    );
  return outcome;
}

/** A command that says by its exit code alone whether all is well. */
async function once(
  stop: AbortSignal,
  program: string,
  ...args: string[]
): Promise<Outcome> {
  return (await succeeds(stop, program, ...args))
    ? { passed: 1, failed: 0 }
    : { passed: 0, failed: 1 };
}

/** The outcome that a script writes as JSON, without the details. */
async function counted(
  stop: AbortSignal,
  script: string,
): Promise<Outcome> {
  const report = await jsonReport<Outcome>((file) =>
    succeeds(stop, "node", script, "--json", file),
  );
  if ("impossible" in report) return { impossible: report.impossible };
  return { passed: report.passed, failed: report.failed };
}

/** Runs one of the projects in vitest.config.ts. */
async function vitest(
  stop: AbortSignal,
  project: string,
): Promise<Outcome> {
  const report = await jsonReport<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    success: boolean;
  }>((file) =>
    succeeds(
      stop,
      "vitest",
      ...["run", `--project=${project}`],
      ...["--reporter=default", "--reporter=json"],
      `--outputFile.json=${file}`,
    ),
  );
  return {
    passed: report.numPassedTests,
    // A file that does not even load has no tests that could fail.
    failed: report.success ? 0 : Math.max(report.numFailedTests, 1),
    skipped: report.numPendingTests,
  };
}
