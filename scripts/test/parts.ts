import type { Outcome, Part } from "./part.ts";
import { reportOf, succeeds } from "./program.ts";

/** Everything that `npm test` proves, the quickest first. */
export const parts: Part[] = [
  {
    title: "Оформление файлов",
    command: "pnpm format",
    run: async () =>
      one(await succeeds("prettier", "--check", "--log-level=warn", ".")),
  },
  {
    title: "Типы в scripts/",
    command: "pnpm typecheck",
    run: async () => one(await succeeds("tsc")),
  },
  {
    title: "labs/ и solutions/ — то, что составляется из course/",
    command: "pnpm compose --check",
    run: async () =>
      one(await succeeds("node", "scripts/compose/cli.ts", "--check")),
  },
  {
    title: "Лабораторные, решения и неверные ответы",
    command: "pnpm verify",
    run: () =>
      counted((file) =>
        succeeds("node", "scripts/verify/cli.ts", "--json", file),
      ),
  },
  {
    title: "Решения на настоящем PostgreSQL",
    command: "pnpm test:postgres",
    run: () =>
      counted((file) =>
        succeeds("node", "scripts/postgres/cli.ts", "--json", file),
      ),
  },
  {
    title: "Тесты самих скриптов",
    command: "pnpm vitest run",
    run: async () => {
      const report = await reportOf<{
        numPassedTests: number;
        numFailedTests: number;
        success: boolean;
      }>((file) =>
        succeeds(
          "vitest",
          "run",
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${file}`,
        ),
      );
      const { numPassedTests: passed, numFailedTests: failed } = report;
      // A file that does not even load has no tests that could fail.
      return { passed, failed: report.success ? 0 : Math.max(failed, 1) };
    },
  },
  {
    title: "Лекция в браузере",
    command: "pnpm deck:check",
    run: () =>
      counted((file) =>
        succeeds("node", "scripts/deck/cli.ts", "--json", file),
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
