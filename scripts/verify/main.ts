import { writeFileSync } from "node:fs";
import { ExecaError } from "execa";
import { compose } from "../compose/compose.ts";
import { CourseError, root } from "../course/steps.ts";
import type { RunCache } from "../process/run-cache.ts";
import { printed, type Report, reportOf } from "../report/finding.ts";
import { ServerError, serverVersion } from "./database.ts";
import type { Choice } from "./groups.ts";
import { Sandbox } from "./sandbox.ts";
import { checked, type Verdict } from "./verdict.ts";
import { verify } from "./verify.ts";

type Options = Choice & { cache: RunCache; json?: string };

/**
 * Verifies this course on the server of DATABASE_URL, else on the embedded
 * one, prints what was found and sets the exit code. Ctrl-C stops it.
 *
 * @param options.update write known mistakes down anew before
 * @param options.json file for the report, as programs read it
 */
export async function main({ json, ...options }: Options): Promise<void> {
  const stop = new AbortController();
  // Whoever listens once has left when execa looks whether it should end us.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => stop.abort(new Error("остановлено")));
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
  summarize(report, options);
}

function summarize(
  { passed, failed, findings, checks }: Report,
  { cache, solutions }: Options,
): void {
  const notes = checks.filter(({ note }) => note !== undefined);
  for (const { subject, note } of notes)
    console.log(`${subject}: ${note}`);
  // These commands are of no use on another server.
  const repeat = solutions ? "" : " Повторить всё: pnpm verify --fresh";
  const single = solutions ? "" : " Только один шаг: pnpm verify bauth04";
  if (cache.used > 0)
    console.log(
      `\nПрогонов не повторялось: ${cache.used} — ни один их файл не изменился с прошлого раза.${repeat}`,
    );
  if (failed === 0) {
    console.log(`\nВсё в порядке, проверок: ${passed}.`);
  } else {
    console.error(`\n${printed(findings)}\n`);
    console.error(`Не прошло: ${failed}, прошло: ${passed}.${single}`);
    process.exitCode = 1;
  }
}

async function reported(
  { update, ...options }: Omit<Options, "json">,
  signal: AbortSignal,
): Promise<Report> {
  try {
    const database = await databaseVersion();
    const sandbox = new Sandbox(root);
    await sandbox.install();
    const means = { ...options, database, signal };
    if (update) {
      await verify(sandbox, { ...means, update });
      compose(root);
    }
    return await verify(sandbox, means);
  } catch (error) {
    const verdict = reasonsOf(error);
    if (verdict.length === 0) throw error;
    return reportOf([checked("проверка не началась", "курс", verdict)]);
  }
}

/** Which server the tests run on; empty for the embedded one. */
async function databaseVersion(): Promise<string> {
  const { DATABASE_URL } = process.env;
  return DATABASE_URL ? serverVersion(DATABASE_URL) : "";
}

/** What the author can do about an error; empty when it is a bug. */
function reasonsOf(error: unknown): Verdict {
  if (error instanceof ServerError) {
    const todo =
      "Запустите сервер и проверьте адрес — или уберите переменную DATABASE_URL: тогда возьмётся встроенный PostgreSQL.";
    return [{ what: error.message, todo }];
  }
  if (error instanceof CourseError)
    return [{ what: error.message, todo: "Исправьте названные файлы." }];
  if (error instanceof ExecaError) {
    const what = `${error.shortMessage}\n${String(error.all ?? "")}`;
    const todo =
      "Проверьте сеть и course/base/package.json с его pnpm-lock.yaml.";
    return [{ what, todo }];
  }
  return [];
}
