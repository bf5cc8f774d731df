import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { TestModule, Vitest } from "vitest/node";
import { steps } from "../facts.ts";
import { knownOf } from "./mistakes.ts";

/** Why a run proves no step, although nothing in it failed. */
export type Gap = {
  what: string;
  /** Whoever asks for a part of the tests gets it. */
  isAskedFor: boolean;
};

/** What a run left out of the tests of this folder. */
export function gapsOf(
  vitest: Vitest | undefined,
  files: readonly TestModule[],
): Gap[] {
  if (steps.length === 0) {
    return [
      gap(
        "Файл support/steps.json пропал или не читается: верните его таким, каким он был.",
      ),
    ];
  }
  const ran = files.map(({ moduleId }) => basename(moduleId, ".test.ts"));
  const away = steps
    .map(({ id }) => id)
    .filter((id) => !existsSync(`tests/${id}.test.ts`));
  const left = steps
    .map(({ id }) => id)
    .filter((id) => !ran.includes(id) && !away.includes(id));
  const short = files
    .map(({ moduleId, children }) => ({
      id: basename(moduleId, ".test.ts"),
      ran: [...children.allTests()].length,
    }))
    .filter(({ id, ran }) => ran > 0 && ran < knownOf(id).tests);
  const pattern = vitest?.getGlobalTestNamePattern();
  const skipped = files.flatMap((file) => [
    ...file.children.allTests("skipped"),
  ]);
  return [
    ...away.map((id) =>
      gap(
        `Файла tests/${id}.test.ts нет: верните его, без него шаг не проверить.`,
      ),
    ),
    ...short.map(({ id }) =>
      gap(
        `В tests/${id}.test.ts тестов меньше, чем было: верните файл таким, каким он был.`,
      ),
    ),
    ...(left.length > 0
      ? [gap(`Не запускались тесты шагов: ${left.join(", ")}.`, true)]
      : []),
    ...(skipped.length > 0
      ? [
          pattern
            ? gap(
                `Выбраны не все тесты, пропущено: ${skipped.length}.`,
                true,
              )
            : gap(
                `Пропущено тестов: ${skipped.length}. Уберите из tests/ пометки .only и .skip.`,
              ),
        ]
      : []),
  ];
}

function gap(what: string, isAskedFor = false): Gap {
  return { what, isAskedFor };
}
