import { inWork, nameOf, steps } from "../facts.ts";
import { typed } from "../manager.cjs";
import { style } from "../report/terminal.ts";
import { parsed } from "./command.ts";
import { recordOf, remember } from "./record.ts";
import { Refusal } from "./refusal.ts";
import { shown } from "./text.ts";

/**
 * `pnpm hint`: one hint more than the last time, and after the last one what
 * to read.
 * @param args a number repeats that hint; `--all` shows all of them
 * @throws Refusal when there is no such hint
 */
export function run(args: string[]): void {
  const { options, words } = parsed(
    args,
    "hint [НОМЕР | --all]",
    ["all"],
    1,
  );
  const { hints } = inWork;
  const { hints: seen = 0 } = recordOf();
  if (hints.length === 0)
    throw new Refusal(
      "Файл support/step.json пропал или не читается: верните его таким, каким он был. Подсказки есть и в README.md.",
    );

  if (options.has("all")) {
    hints.forEach((_, index) => print(index + 1));
    return printReading();
  }
  const wanted = words[0] === undefined ? seen + 1 : Number(words[0]);
  if (words[0] !== undefined && !hints[wanted - 1])
    throw new Refusal(
      `Подсказки «${words[0]}» нет: они пронумерованы от 1 до ${hints.length}.`,
    );
  if (wanted > hints.length) {
    console.log(
      `\nПодсказок больше нет, их было ${hints.length}. Все сразу: ${typed("hint --all")}`,
    );
    return printReading();
  }
  print(wanted);
  remember({ hints: Math.max(seen, wanted) });
  const more =
    wanted < hints.length
      ? `Следующая подсказка: ${typed(`hint${wanted <= seen ? ` ${wanted + 1}` : ""}`)}`
      : `Это последняя подсказка. Что прочитать: ${typed("hint")}`;
  console.log(`\n${style("dim", more)}\n`);
}

function print(number: number): void {
  const step = steps.at(-1);
  const title = `Подсказка ${number} из ${inWork.hints.length}`;
  console.log(
    `\n${style("bold", title)}${step ? ` · ${nameOf(step)}` : ""}\n`,
  );
  console.log(shown(inWork.hints[number - 1]!));
}

function printReading(): void {
  console.log(`\n${style("bold", "Что прочитать")}\n`);
  for (const { title, url } of inWork.docs)
    console.log(`  ${title}\n    ${url}`);
  console.log(`  Слайд лекции: «${steps.at(-1)?.slide}»`);
  console.log("  Задание целиком: README.md в этой папке\n");
}
