import { writeFileSync } from "node:fs";
import { ExecaError } from "execa";
import { CourseError, root } from "../course/steps.ts";
import type { RunCache } from "../process/run-cache.ts";
import { printed, type Report, reportOf } from "../report/finding.ts";
import { askServer } from "./database.ts";
import type { Choice } from "./groups.ts";
import { Sandbox } from "./sandbox.ts";
import { verify } from "./verify.ts";

type Options = Choice & { cache: RunCache; json?: string };

/**
 * Verifies this course on the server of DATABASE_URL, else on the embedded
 * one, prints what was found and sets the exit code. Ctrl-C stops it.
 *
 * @param options.json file for the report, as programs read it
 */
export async function main({ json, ...options }: Options): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => stop.abort());
  const report = await reported(options, stop.signal).catch(
    (error: unknown) => {
      if (!stop.signal.aborted) throw error;
    },
  );
  if (!report || stop.signal.aborted) {
    console.error("\nПроверка остановлена.");
    process.exitCode = 130;
    return;
  }
  if (json) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  if (options.cache.used > 0)
    console.log(
      `\nПрогонов не повторялось: ${options.cache.used} — ни один их файл не изменился с прошлого раза. Повторить всё: pnpm verify --fresh`,
    );
  const { passed, failed, findings } = report;
  if (failed === 0) {
    console.log(`\nВсё в порядке, проверок: ${passed}.`);
  } else {
    console.error(`\n${printed(findings)}\n`);
    console.error(
      `Не прошло: ${failed}, прошло: ${passed}. Только один шаг: pnpm verify bauth04`,
    );
    process.exitCode = 1;
  }
}

async function reported(
  options: Omit<Options, "json">,
  signal: AbortSignal,
): Promise<Report> {
  const { DATABASE_URL } = process.env;
  const server = DATABASE_URL
    ? await askServer(DATABASE_URL)
    : { version: "" };
  if ("problem" in server)
    return impossible(
      "DATABASE_URL",
      server.problem,
      "Запустите сервер и проверьте адрес — или уберите переменную DATABASE_URL: тогда возьмётся встроенный PostgreSQL.",
    );
  try {
    const sandbox = new Sandbox(root);
    await sandbox.install();
    const database = server.version;
    return await verify(sandbox, { ...options, database, signal });
  } catch (error) {
    if (error instanceof CourseError)
      return impossible(
        "course/",
        error.message,
        "Исправьте названные файлы.",
      );
    if (error instanceof ExecaError)
      return impossible(
        "course/base/package.json",
        `${error.shortMessage}\n${String(error.all ?? "")}`,
        "Проверьте сеть и course/base/package.json с его pnpm-lock.yaml.",
      );
    throw error;
  }
}

/** The verification could not begin. */
function impossible(subject: string, what: string, todo: string): Report {
  const rule = "проверка не началась";
  const finding = { rule, places: [subject], what, todo };
  return reportOf([{ rule, subject, findings: [finding] }]);
}
