import type { Cause } from "./causes.ts";
import { inWork, nameOf, type Step } from "../facts.ts";
import { typed } from "../manager.cjs";
import { shown } from "../student/text.ts";
import { tampered } from "../tampering.ts";
import { at } from "./explain.ts";
import { style } from "./terminal.ts";
import type { TypeProblem } from "./types.ts";
import type { Gap } from "./whole.ts";

/** How many tests passed: all of them only in a run of the whole. */
export function scoreOf(
  count: {
    passed: number;
    failed: number;
    left: number;
  },
  gaps: Gap[],
): string {
  const { passed, failed, left } = count;
  if (failed + left + gaps.length === 0)
    return style(["bold", "green"], `Всё пройдено: ${passed}.`);
  return (
    style("bold", `Пройдено: ${passed}`) +
    `, не пройдено: ${failed}` +
    (left > 0 ? `, не запускалось: ${left}.` : ".")
  );
}

/** What the run left out, and what to do. */
function gapsText(gaps: Gap[]): string {
  return [
    ...gaps.map(({ what }) => what),
    ...(gaps.some(({ isAskedFor }) => isAskedFor)
      ? ["Весь шаг проверит запуск без выбора тестов."]
      : []),
  ].join("\n");
}

/** What a run has shown. */
type Run = {
  failures: number;
  tests: number;
  types: number;
  /** The code has meddled with the tests. */
  isFalse: boolean;
  gaps: Gap[];
  step: Step | undefined;
  start: string;
  /** Told at every save, advice is no advice. */
  isWatching: boolean;
};

/** Whether the whole step is done. */
export function isGreen(run: Run): boolean {
  const { failures, tests, types, isFalse, gaps } = run;
  return failures + types + gaps.length === 0 && tests > 0 && !isFalse;
}

/** What a run proves, and what to do next. */
export function verdictOf(run: Run): string {
  if (run.failures > 0) {
    const help = run.isWatching ? "" : `\nПодсказка: ${typed("hint")}`;
    return ` Начните с первого ✗ сверху${run.start}: остальное часто чинится вместе с ним.${help}`;
  }
  if (run.tests === 0)
    return " Ни одного теста не нашлось. Папка tests/ на месте?";
  if (run.types > 0)
    return " Но код не проходит проверку типов: исправьте то, что названо выше, и запустите тесты снова.";
  if (run.isFalse) return `\n${tampered}`;
  if (run.gaps.length > 0) return `\n${gapsText(run.gaps)}`;
  return `\nШаг ${run.step!.id} готов. ${run.step!.goal}${afterGreen()}`;
}

/** What a student takes along, and the way on. */
function afterGreen(): string {
  const { learnt, protects, next, after } = inWork;
  // Without its file nothing is known.
  if (!learnt) return "";
  const lines = [
    `${style("bold", "Что вы узнали:")} ${learnt}`,
    `${style("bold", "Это защищает")} ${protects}`,
    ...(next
      ? [
          `${style("bold", "Дальше:")} ${nameOf(next)}, ${next.minutes} мин. Взять её: ${typed("next")}`,
        ]
      : []),
    `Сравнить свой код с решением: ${typed("diff")}`,
    ...(after ? ["", shown(after)] : []),
  ];
  return `\n\n${lines.join("\n")}`;
}

/** Where to begin, for the last line. */
export function firstPlace(
  crashes: Cause[],
  types: TypeProblem[],
): string {
  const place = crashes[0]?.meaning?.place ?? types[0];
  return place ? ` (${at(place)})` : "";
}
