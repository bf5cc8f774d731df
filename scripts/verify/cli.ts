import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "commander";
import { ExecaError } from "execa";
import { CourseError, root, stepIds } from "../course/steps.ts";
import { display } from "./display.ts";
import { Memory } from "./memory.ts";
import { type Report, printed, reportOf } from "./report.ts";
import { unreachable } from "./server.ts";
import { verify } from "./verify.ts";
import { Sandbox } from "./sandbox.ts";

program
  .name("pnpm verify")
  .description(
    "Проверяет курс: составление, лабораторные, решения и неверные ответы. Без аргументов — все шаги.",
  )
  .argument("[шаги...]", "только эти, например bauth04")
  .option("--json <файл>", "записать отчёт для программ")
  .option(
    "--fresh",
    "повторить и те прогоны тестов, для которых ничего не изменилось",
  )
  .action(run);
await program.parseAsync();

async function run(
  steps: string[],
  { json, fresh }: { json?: string; fresh?: boolean },
): Promise<void> {
  const unknown = steps.filter((step) => !stepIds().includes(step));
  if (unknown.length > 0) {
    console.error(
      `Нет такого шага: ${unknown.join(", ")}. Есть ${stepIds().join(", ")}.`,
    );
    process.exitCode = 1;
    return;
  }
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => stop.abort());

  // Another server may answer differently; nothing is remembered about it.
  const { DATABASE_URL } = process.env;
  const memory = new Memory(
    fresh || DATABASE_URL ? undefined : join(root, ".verify", "runs"),
  );
  const report = await reported(steps, memory, stop.signal);
  if (stop.signal.aborted) {
    console.error("\nПроверка остановлена.");
    process.exitCode = 130;
    return;
  }
  if (json) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  if (memory.used > 0) {
    console.log(
      `\nПрогонов тестов не повторялось: ${memory.used} — ни один их файл не изменился с прошлого раза. Повторить всё: pnpm verify --fresh`,
    );
  }
  if (report.failed === 0) {
    console.log(`\nВсё в порядке, проверок: ${report.passed}.`);
  } else {
    console.error(`\n${printed(report.findings)}`);
    console.error(
      `Не прошло: ${report.failed}, прошло: ${report.passed}. Только один шаг: pnpm verify bauth04`,
    );
    process.exitCode = 1;
  }
}

async function reported(
  steps: string[],
  memory: Memory,
  signal: AbortSignal,
): Promise<Report> {
  const dead = await unreachable(process.env.DATABASE_URL);
  if (dead) {
    return broken(
      dead,
      "Запустите сервер и проверьте адрес — или уберите переменную DATABASE_URL: тогда возьмётся встроенный PostgreSQL.",
    );
  }
  const sandbox = new Sandbox(root);
  const shown = display();
  try {
    await sandbox.install();
    return await verify(sandbox, steps.length > 0 ? steps : undefined, {
      memory,
      signal,
      progress: shown,
    });
  } catch (error) {
    if (signal.aborted) return reportOf([]);
    if (error instanceof CourseError)
      return broken(error.message, "Исправьте названные файлы.");
    if (error instanceof ExecaError)
      return broken(
        `${error.shortMessage}\n${String(error.all ?? "")}`,
        "Проверьте сеть и course/base/package.json с его pnpm-lock.yaml.",
      );
    throw error;
  } finally {
    await shown.end();
  }
}

/** The verification could not begin. */
function broken(what: string, todo: string): Report {
  return reportOf([
    {
      step: undefined,
      rule: "composition",
      subject: "курс",
      findings: [{ step: undefined, rule: "composition", what, todo }],
    },
  ]);
}
