import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { steps } from "../facts.ts";
import { typed } from "../manager.cjs";
import { counted, style } from "../report/terminal.ts";
import { parsed } from "./command.ts";
import { download } from "./download.ts";
import { madeWhole } from "./folder.ts";
import { recordOf, remember } from "./record.ts";
import { Refusal } from "./refusal.ts";
import { nameOf, sourceOf } from "./source.ts";
import { changesOf, type Change, strangers } from "./start.ts";
import { isText, stateOf, textOf, workIn, type Work } from "./work.ts";

/** The solution of this step, once it has been downloaded. */
const SOLUTION = ".data/solution";

/** drizzle-kit writes these: hundreds of lines for each migration. */
const WRITTEN_BY_TOOLS = /^drizzle\/meta\//;

/**
 * `pnpm diff`: what has changed since the start of the lab; when all tests
 * have accepted this very code, what the solution does otherwise.
 * @param args `--solution` and `--start` choose; where the course is: see
 *   source.ts
 * @throws Refusal when the solution is asked for and cannot be had
 */
export async function run(args: string[]): Promise<void> {
  const { options, words } = parsed(
    args,
    "diff [--start | --solution [ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ | ПАПКА]]",
    ["start", "solution"],
    1,
  );
  if (options.size === 2)
    throw new Refusal("Выберите одно: --start или --solution.");
  const warning = strangers();
  if (warning) console.log(`\n${style("yellow", warning)}`);

  const isGreen = recordOf().green === stateOf();
  const isAsked = options.has("solution") || words.length > 0;
  if (isAsked || (isGreen && !options.has("start"))) {
    const solution = await solutionWork(words[0]).catch((error) => {
      if (isAsked || !(error instanceof Refusal)) throw error;
      const [why] = error.message.split("\n");
      console.log(`\nРешение не показать: ${why}`);
    });
    if (solution) return printSolution(solution, isGreen);
  }
  printOwn();
}

/** From the clone of the course, or downloaded and kept. */
async function solutionWork(given?: string): Promise<Work> {
  const id = steps.at(-1)?.id;
  if (!given && existsSync(SOLUTION)) return workIn(SOLUTION);
  const source = sourceOf(given, "diff --solution");
  const place = `solutions/${id}`;
  if ("repository" in source) {
    if (!existsSync(SOLUTION)) {
      mkdirSync(dirname(SOLUTION), { recursive: true });
      const retry = typed("diff --solution");
      await madeWhole(SOLUTION, (draft) =>
        download(source.repository, place, draft, retry),
      );
    }
  } else if (!existsSync(join(source.clone, place)))
    throw new Refusal(
      `В копии курса ${source.clone} нет папки ${place}. Обновите копию и повторите команду.`,
    );
  if (given) remember({ source: nameOf(source) });
  return workIn("clone" in source ? join(source.clone, place) : SOLUTION);
}

function printOwn(): void {
  const changes = changesOf();
  const files = counted(changes.length, "# файл", "# файла", "# файлов");
  console.log(
    changes.length === 0
      ? "\nВы пока ничего не изменили.\n"
      : `\nИзменено с начала работы: ${files}.\n`,
  );
  print(changes);
}

function printSolution(solution: Work, isGreen: boolean): void {
  const mine = workIn();
  const paths = [...new Set([...mine.keys(), ...solution.keys()])];
  const changes = paths
    .sort()
    .map((path) => ({
      path,
      before: mine.has(path) ? textOf(mine.get(path)!) : undefined,
      after: solution.get(path),
    }))
    .filter(({ before, after }) => before !== (after && textOf(after)));
  if (changes.every(({ path }) => WRITTEN_BY_TOOLS.test(path))) {
    console.log("\nВаш код — такой же, как в решении.\n");
    return;
  }
  console.log(
    `\nЧем решение отличается от вашего кода: «-» — у вас, «+» — в решении.${isGreen ? ` Тесты приняли и ваше: верных решений много. Только ваши изменения: ${typed("diff --start")}` : ""}\n`,
  );
  print(changes);
}

function print(changes: Change[]): void {
  for (const change of changes)
    if (!WRITTEN_BY_TOOLS.test(change.path)) console.log(patchOf(change));
  const hidden = changes.filter(({ path }) => WRITTEN_BY_TOOLS.test(path));
  if (hidden.length > 0)
    console.log(
      `Не показано, потому что написано drizzle-kit: ${hidden.map(({ path }) => path).join(", ")}\n`,
    );
}

/** As git shows it, so that `git apply` can read it. */
function patchOf({ path, before, after }: Change): string {
  if (after && !isText(after))
    return `${style("bold", path)}: не текст, изменён\n`;
  const patch = createTwoFilesPatch(
    before === undefined ? "/dev/null" : `a/${path}`,
    after === undefined ? "/dev/null" : `b/${path}`,
    before ?? "",
    after ? textOf(after) : "",
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
  return patch.split("\n").map(coloured).join("\n");
}

function coloured(line: string): string {
  if (/^(---|\+\+\+) /.test(line)) return style("bold", line);
  if (line.startsWith("@@")) return style("cyan", line);
  if (line.startsWith("+")) return style("green", line);
  return line.startsWith("-") ? style("red", line) : line;
}
