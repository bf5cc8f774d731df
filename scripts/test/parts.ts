import { has } from "../machine/has.ts";
import type { Outcome, Part } from "./part.ts";
import { reportOf, succeeds } from "./program.ts";

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
    command: "pnpm vitest run",
    run: async (stop) => {
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
    },
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
