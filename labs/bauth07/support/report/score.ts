import type { Cause } from "./causes.ts";
import type { Step } from "../facts.ts";
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

/** What a run proves, and what to do next. */
export function verdictOf(run: {
  failures: number;
  tests: number;
  types: number;
  /** The code has meddled with the tests. */
  isFalse: boolean;
  gaps: Gap[];
  step: Step | undefined;
  start: string;
}): string {
  if (run.failures > 0)
    return ` Начните с первого ✗ сверху${run.start}: остальное часто чинится вместе с ним.`;
  if (run.tests === 0)
    return " Ни одного теста не нашлось. Папка tests/ на месте?";
  if (run.types > 0)
    return " Но код не проходит проверку типов: исправьте то, что названо выше, и запустите тесты снова.";
  if (run.isFalse) return `\n${tampered}`;
  if (run.gaps.length > 0) return `\n${gapsText(run.gaps)}`;
  return `\nШаг ${run.step!.id} готов. ${run.step!.goal}`;
}

/** Where to begin, for the last line. */
export function firstPlace(
  crashes: Cause[],
  types: TypeProblem[],
): string {
  const place = crashes[0]?.meaning?.place ?? types[0];
  return place ? ` (${at(place)})` : "";
}
