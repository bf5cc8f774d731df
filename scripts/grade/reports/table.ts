import { styleText } from "node:util";
import Table from "cli-table3";
import { type Grade, verdicts } from "../grade.ts";

/** Bars without a frame: a class is long, and a terminal narrow. */
const FRAME = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right", "bottom"],
    ...["bottom-mid", "bottom-left", "bottom-right", "left", "left-mid"],
    ...["mid", "mid-mid", "right", "right-mid", "middle"],
  ].map((part) => [part, part === "middle" ? "  " : ""]),
);

const HEAD = [
  "Студент",
  "Лаба",
  "Итог",
  "Прошло",
  "Нет",
  "Время",
  "Что не так",
];

/** What each submission came to, for the terminal. */
export function table(grades: Grade[]): string {
  const rows = new Table({
    head: HEAD.map((title) => styleText("bold", title)),
    chars: FRAME,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: ["left", "left", "left", "right", "right", "right", "left"],
    colWidths: [...Array<null>(6).fill(null), 60],
    wordWrap: true,
  });
  rows.push(
    ...grades.map((grade) => [
      clean(grade.student),
      grade.lab,
      styleText(colorOf(grade), verdicts[grade.verdict]),
      String(grade.passed),
      String(grade.failed),
      grade.seconds > 0 ? `${grade.seconds.toFixed(0)} с` : "",
      wrongWith(grade),
    ]),
  );
  return rows.toString();
}

/** The known mistake, else what is wrong, in a line. */
export function wrongWith(grade: Grade): string {
  const { reason, mistakes, refusals, notes } = grade;
  const parts = [
    mistakes[0] ??
      (reason ||
        (refusals[0] ? `не прошёл тест: ${refusals[0].test}` : "")),
    ...notes,
  ];
  return clean(parts.filter(Boolean).join("; "));
}

/**
 * Without control characters: a terminal would obey those that a student put
 * into a name, and XML knows none, not even escaped.
 */
export function clean(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "�");
}

function colorOf({ verdict }: Grade) {
  if (verdict === "passed") return "green";
  return verdict === "failed" || verdict === "broken" ? "red" : "yellow";
}
