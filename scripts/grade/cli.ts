import { existsSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { isStepId, readSteps, root } from "../course/steps.ts";
import { readOutline } from "../course/outline.ts";
import { bubblewrapHere } from "../machine/bubblewrap.ts";
import { command } from "../process/command.ts";
import { cloned, readRepositories } from "./clones.ts";
import { verdicts } from "./grade.ts";
import { gradeAll, UnfitMachine } from "./grade-all.ts";
import type { LabFacts } from "./reports/class-view.ts";
import { writeReports } from "./reports/files.ts";
import { clean, table } from "./reports/table.ts";
import { findSubmissions, type Submission } from "./submissions.ts";

const program = command(
  "pnpm grade",
  "Проверяет работы студентов тестами курса. Сами работы не меняет; проверенное при повторе не проверяется заново.",
)
  .argument(
    "<работы...>",
    "папка лабораторной, папка с папками студентов или файл со списком адресов git",
  )
  .option("--lab <лабораторная>", "какая это лабораторная", labId)
  .option("--out <папка>", "куда записать отчёты", "grades")
  .option(
    "--jobs <число>",
    "сколько работ сразу",
    number,
    availableParallelism(),
  )
  .option(
    "--time <секунды>",
    "сколько может идти одна работа",
    number,
    300,
  )
  .option("--silence <секунды>", "сколько может молчать", number, 45)
  .option("--memory <МБ>", "сколько памяти может занять", number, 2_500)
  .option("--disk <МБ>", "сколько может записать", number, 400)
  .option(
    "--processes <число>",
    "сколько процессов может запустить",
    number,
    64,
  )
  .option("--fresh", "проверить заново и то, что не изменилось")
  .option(
    "--trust",
    "проверить и то, что здесь ничем не ограничить (bauth10 без bubblewrap)",
  )
  .parse();
const { lab, out, jobs, fresh, trust, ...limits } = program.opts<{
  lab?: string;
  out: string;
  jobs: number;
  fresh?: boolean;
  trust?: boolean;
  time: number;
  silence: number;
  memory: number;
  disk: number;
  processes: number;
}>();

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => stop.abort(new Error("остановлено")));
await main().catch((error: unknown) => {
  process.exitCode = stop.signal.aborted ? 130 : 1;
  if (stop.signal.aborted)
    console.error(
      "\nПроверка остановлена. Повторите ту же команду: проверенное не проверяется заново.",
    );
  else if (error instanceof UnfitMachine)
    console.error(`\n${error.message}`);
  else if (isFullDisk(error))
    console.error(
      `\nНа диске нет места: ${error.message}\nОсвободите его и повторите ту же команду: проверенное не проверяется заново.`,
    );
  else throw error;
});

async function main(): Promise<void> {
  const folder = resolve(out);
  const submissions = (
    await Promise.all(program.args.map((path) => found(path, folder)))
  ).flat();
  if (submissions.length === 0)
    program.error("Здесь нет ни одной работы: назовите папку с работами.");
  console.log(
    `Работ: ${submissions.length}. ${
      (await bubblewrapHere())
        ? "Каждая — за bubblewrap: без сети, без чужих файлов и процессов."
        : "bubblewrap здесь нет, ограничивает только Node.js: см. docs/grading.md."
    }`,
  );
  const width = String(submissions.length).length;
  const grades = await gradeAll(submissions, {
    ...{ root, out: folder, limits, jobs, fresh, trust },
    signal: stop.signal,
    onGrade: ({ student, lab, verdict, seconds }, done) =>
      console.log(
        `${String(done).padStart(width)}/${submissions.length}  ${clean(student)} · ${lab} — ${verdicts[verdict]}${seconds ? ` (${seconds.toFixed(0)} с)` : ""}`,
      ),
  });
  console.log(`\n${table(grades)}\n`);
  const page = writeReports(folder, grades, labFacts());
  console.log(
    `Класс целиком: ${page}\nТам же grades.csv, grades.json, junit.xml и gradescope/.`,
  );
}

function isFullDisk(error: unknown): error is Error {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "ENOSPC" || error.code === "EDQUOT")
  );
}

async function found(path: string, folder: string): Promise<Submission[]> {
  if (!existsSync(path))
    program.error(
      `Нет папки или файла ${path}. Назовите папку с работами или файл со списком адресов git.`,
    );
  if (statSync(path).isDirectory()) return findSubmissions(path, lab);
  if (readFileSync(path).includes(0))
    program.error(
      `${path} — не список адресов git. Если это архив, распакуйте его и назовите папку.`,
    );
  const submissions: Submission[] = [];
  for (const repository of readRepositories(path)) {
    stop.signal.throwIfAborted();
    const clone = await cloned(repository, join(folder, "clones"));
    if (clone.problem)
      console.error(
        `Не скачать ${repository.url}: ${clone.problem.split("\n", 1)[0]}. Проверится то, что скачано раньше.`,
      );
    const { student } = repository;
    const works = findSubmissions(clone.folder, lab);
    // A repository that cannot be had, or is empty, keeps its line.
    if (works.length === 0)
      submissions.push({ student, lab, folder: clone.folder });
    submissions.push(...works.map((one) => ({ ...one, student })));
  }
  return submissions;
}

function labFacts(): LabFacts[] {
  const outline = readOutline(join(root, "course/outline.md"));
  return readSteps().map(({ id, title, slide }) => {
    const at = outline.findIndex((one) => one.lab === id);
    return { id, title, slide, slideNumber: at < 0 ? undefined : at + 1 };
  });
}

function labId(text: string): string {
  if (!isStepId(text))
    throw new InvalidArgumentError("Напишите, например, bauth04.");
  return text;
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError("Нужно число больше нуля.");
  return value;
}
