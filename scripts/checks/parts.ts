import { registryAnswers } from "../bootstrap/npm.mjs";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import type { Outcome, Part } from "./part.ts";
import { reportOf, succeeds } from "../process/program.ts";
import { remembered } from "./remember.ts";

/** Everything that `npm test` proves, the quickest first. */
export const parts: Part[] = [
  {
    title: "Оформление файлов",
    command: "pnpm format",
    run: async (stop) =>
      one(
        await succeeds(
          stop,
          "prettier",
          "--check",
          "--log-level=warn",
          "--cache",
          "--cache-strategy=content",
          "--cache-location=.cache/prettier.json",
          ".",
        ),
      ),
  },
  {
    title: "Типы в scripts/",
    command: "pnpm typecheck",
    run: async (stop) => one(await succeeds(stop, "tsc")),
  },
  {
    title: "labs/ и solutions/ — то, что составляется из course/",
    command: "pnpm compose --check",
    run: async (stop) =>
      one(
        await succeeds(stop, "node", "scripts/compose/cli.ts", "--check"),
      ),
  },
  {
    title: "Лабораторные, решения и неверные ответы",
    command: "pnpm verify",
    run: (stop) =>
      counted((file) =>
        succeeds(stop, "node", "scripts/verify/cli.ts", "--json", file),
      ),
  },
  {
    title: "Решения на настоящем PostgreSQL",
    command: "pnpm test:postgres",
    run: async (stop) =>
      has("postgres")
        ? counted((file) =>
            succeeds(
              stop,
              "node",
              "scripts/postgres/cli.ts",
              "--json",
              file,
            ),
          )
        : { impossible: "PostgreSQL нет" },
  },
  {
    title: "Тесты самих скриптов",
    command: "pnpm vitest run --project scripts",
    run: (stop) => vitest(stop, "scripts"),
  },
  {
    title: "Лабораторная с каждым менеджером пакетов",
    command: "pnpm vitest run --project managers",
    run: (stop) =>
      remembered(
        "managers",
        ["labs/bauth01", "scripts/student/managers.e2e.test.ts"],
        async () =>
          (await registryAnswers(root))
            ? vitest(stop, "managers")
            : { impossible: "реестр npm не отвечает" },
      ),
  },
  {
    title: "Лекция в браузере",
    command: "pnpm deck:check",
    run: (stop) =>
      counted((file) =>
        succeeds(stop, "node", "scripts/deck/cli.ts", "--json", file),
      ),
  },
];

function one(success: boolean): Outcome {
  return success ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The outcome that a command of ours writes as JSON, without the details. */
async function counted(
  start: (file: string) => Promise<unknown>,
): Promise<Outcome> {
  const report = await reportOf<Outcome>(start);
  if ("impossible" in report) return { impossible: report.impossible };
  return { passed: report.passed, failed: report.failed };
}

/** Runs one of the projects in vitest.config.ts. */
async function vitest(
  stop: AbortSignal,
  project: string,
): Promise<Outcome> {
  const report = await reportOf<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    success: boolean;
  }>((file) =>
    succeeds(
      stop,
      "vitest",
      "run",
      `--project=${project}`,
      "--reporter=default",
      "--reporter=json",
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
