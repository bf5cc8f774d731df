import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { confirm, isCancel } from "@clack/prompts";
import { typed } from "../manager.cjs";
import { counted, style } from "../report/terminal.ts";
import { parsed } from "./command.ts";
import { type Change, changesOf, strangers, write } from "./start.ts";

const BACKUPS = ".data/backup";

/**
 * `pnpm reset`: the files of the lab as they were at the start. The work goes
 * to a folder of its own first. Data and settings (.data, .env.local) stay.
 * @param args `--yes` asks nothing; without a terminal nothing is asked either
 * @throws Refusal when the start is not known
 */
export async function run(args: string[]): Promise<void> {
  const { options } = parsed(args, "reset [--yes]", ["yes"], 0);
  const warning = strangers();
  if (warning) console.log(`\n${style("yellow", warning)}`);
  const changes = changesOf();
  if (changes.length === 0) {
    console.log("\nВсё и так как в начале: возвращать нечего.\n");
    return;
  }
  console.log(
    `\nКак в начале станет: ${changes.map(({ path }) => path).join(", ")}\n`,
  );
  if (!options.has("yes") && !(await isAgreed())) {
    console.log("\nНичего не изменено.\n");
    return;
  }
  const backup = keep(changes);
  if (backup) console.log(`Ваша работа сохранена: ${backup}`);
  putBack(changes);
  console.log(lastWords(changes, backup));
}

async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return true;
  const answer = await confirm({
    message: "Вернуть начало? Ваша работа останется в отдельной папке.",
    active: "Да",
    inactive: "Нет",
    initialValue: false,
  });
  return !isCancel(answer) && answer;
}

/**
 * Copies the work away, before anything is touched.
 * @returns the new folder; undefined when there is nothing but deleted files
 */
function keep(changes: Change[]): string | undefined {
  const own = changes.filter(({ after }) => after);
  if (own.length === 0) return undefined;
  const backup = newFolder();
  for (const { path } of own) {
    mkdirSync(dirname(join(backup, path)), { recursive: true });
    copyFileSync(path, join(backup, path));
  }
  return backup;
}

/** Named by the clock of the student; a second one in a second is another. */
function newFolder(): string {
  // In this locale dates are "2026-11-30 09:50:12".
  const now = new Date().toLocaleString("sv-SE").replace(" ", "T");
  const name = `${BACKUPS}/${now.replaceAll(":", "-")}`;
  mkdirSync(BACKUPS, { recursive: true });
  for (let number = 1; ; number += 1) {
    const folder = number > 1 ? `${name}-${number}` : name;
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function putBack(changes: Change[]): void {
  for (const { path, before } of changes) {
    if (before !== undefined) continue;
    rmSync(path);
    removeEmpty(dirname(path));
  }
  for (const { path, before } of changes)
    if (before !== undefined) write(".", path, before);
}

/** Also the folders that are empty without it. */
function removeEmpty(folder: string): void {
  if (folder === "." || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(dirname(folder));
}

function lastWords(changes: Change[], backup?: string): string {
  const isAbout = (what: RegExp) =>
    changes.some(({ path }) => what.test(path));
  const copy =
    process.platform === "win32"
      ? `xcopy /E /Y "${backup?.replaceAll("/", "\\")}" .`
      : `cp -R ${backup}/. .`;
  return [
    `Возвращено к началу: ${counted(changes.length, "# файл", "# файла", "# файлов")}.`,
    ...(backup ? [`Вернуть свою работу: ${copy}`] : []),
    "База данных (.data/postgres) и .env.local остались прежними.",
    ...(isAbout(/^drizzle\//)
      ? [
          `Ваши миграции в базе уже могли выполниться, и новые она тогда не примет. Начать с пустой: остановите ${typed("dev")} и удалите папку .data/postgres, заметки в ней пропадут; со своей DATABASE_URL возьмите новую базу.`,
        ]
      : []),
    ...(isAbout(/^package\.json$/)
      ? [`Изменился package.json: выполните ${typed("install")}`]
      : []),
    "",
  ].join("\n");
}
