import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { inWork, nameOf as titleOf } from "../facts.ts";
import { typed } from "../manager.cjs";
import { style } from "../report/terminal.ts";
import { parsed } from "./command.ts";
import { download } from "./download.ts";
import { madeWhole } from "./folder.ts";
import { recordOf, remember } from "./record.ts";
import { Refusal } from "./refusal.ts";
import { nameOf, sourceOf, type Source } from "./source.ts";
import { copyStart } from "./start.ts";
import { shown } from "./text.ts";

/**
 * `pnpm next`: puts the next lab beside this folder and says what comes. The
 * work stays here: the next lab has this step solved. Only where the course
 * is, when the student has said it, is remembered there as well.
 * @param args where the course is; see source.ts
 * @throws Refusal when the folder is there already, or the lab cannot be had
 */
export async function run(args: string[]): Promise<void> {
  const usage = "next [ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ | ПАПКА]";
  const [given] = parsed(args, usage, [], 1).words;
  const { next, after } = inWork;
  if (after) {
    console.log(`\n${shown(after)}\n`);
    return;
  }
  if (!next)
    throw new Refusal(
      "Файл support/step.json пропал или не читается: верните его таким, каким он был.",
    );
  const folder = resolve("..", next.id);
  const shownFolder = join("..", next.id);
  if (existsSync(folder))
    throw new Refusal(
      `Папка ${shownFolder} уже есть, в ней ничего не тронуто. Работать в ней: cd ${shownFolder}\nНужна новая копия? Переименуйте ту папку и повторите команду.`,
    );
  const source = sourceOf(given, "next");
  await madeWhole(folder, (draft) => fetchLab(source, next.id, draft));
  const kept = given ? nameOf(source) : recordOf().source;
  if (kept) {
    remember({ source: kept });
    remember({ source: kept }, folder);
  }
  console.log(
    [
      "",
      style("bold", titleOf(next)),
      `Цель: ${next.goal}`,
      `Время: ${next.minutes} мин, ${next.inClass ? "на занятии" : "дома"}`,
      "",
      `Она лежит рядом, в папке ${shownFolder}: этот шаг там уже решён, ваш код остался здесь. Дальше:`,
      "",
      `  cd ${shownFolder}`,
      `  ${typed("install")}`,
      `  ${typed("test")}`,
      "",
    ].join("\n"),
  );
}

async function fetchLab(
  source: Source,
  id: string,
  draft: string,
): Promise<void> {
  if ("repository" in source)
    return download(source.repository, `labs/${id}`, draft, typed("next"));
  const lab = join(source.clone, "labs", id);
  if (!existsSync(lab))
    throw new Refusal(
      `В копии курса ${source.clone} нет папки labs/${id}. Обновите копию и повторите команду.`,
    );
  copyStart(lab, draft);
}
