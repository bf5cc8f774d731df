import type { Cause } from "./causes.ts";
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
export function gapsText(gaps: Gap[]): string {
  return [
    ...gaps.map(({ what }) => what),
    ...(gaps.some(({ isAskedFor }) => isAskedFor)
      ? ["Весь шаг проверит запуск без выбора тестов."]
      : []),
  ].join("\n");
}

/** Where to begin, for the last line. */
export function firstPlace(
  crashes: Cause[],
  types: TypeProblem[],
): string {
  const place = crashes[0]?.meaning?.place ?? types[0];
  return place ? ` (${at(place)})` : "";
}
