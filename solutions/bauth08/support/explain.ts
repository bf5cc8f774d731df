import { isCrash, weightOf, type Cause } from "./causes.ts";
import type { Step } from "./facts.ts";
import { isWaiting } from "./failures.ts";
import { isThrownByOwnLine, type Place } from "./place.ts";
import { counted, indent, style } from "./terminal.ts";
import type { TypeProblem } from "./types.ts";
import { short } from "./russian.ts";
import { waitsForEver } from "./watchdog.ts";

/** Longer findings hide what comes after them. */
const FOUND = 500;

const label = (name: string, text: string) =>
  `${style("bold", `${name}:`)} ${text}`;

export const at = ({ file, line }: Place) => `${file}:${line}`;

/**
 * One cause in full, below the name of the test that tells most about it.
 * @param step in work; tests of others are named with theirs
 */
export function tell(cause: Cause, step: Step | undefined): string {
  const { head, failures } = cause;
  const from = head.step.id === step?.id ? "" : `${head.step.id}: `;
  const others = weightOf(cause) - 1;
  return [
    style("red", `  ✗ ${from}${head.name}`),
    indent(reasonOf(cause).join("\n")),
    ...(failures.length > 1 && others > 0
      ? [
          indent(
            `Из-за этой же ошибки ${counted(others, "не прошёл ещё", "не прошло ещё", "не прошло ещё").replace(/^(\d+) (.+)$/, "$2 $1")} ${counted(others, "тест", "теста", "тестов").replace(/^\d+ /, "")}.`,
          ),
        ]
      : []),
  ].join("\n");
}

function reasonOf(cause: Cause): string[] {
  const { head, meaning, exception } = cause;
  const { lesson } = head;
  if (isWaiting(head)) return [`Тест не дождался ответа. ${waitsForEver}`];
  if (
    !lesson &&
    /ECONNREFUSED|ECONNRESET|connection timeout/i.test(exception!.message)
  ) {
    return [
      `База данных перестала отвечать: ${short(exception!.message)}. Если вы задали DATABASE_URL, проверьте, что сервер работает.`,
    ];
  }
  const place = meaning?.place;
  const crashed = isCrash(cause);
  // Where a library threw, the course's own hint says more than the line.
  const isPlain =
    crashed &&
    place &&
    (meaning.todo !== undefined || isThrownByOwnLine(exception!));
  return [
    ...(lesson?.found && !crashed
      ? [label("Найдено", short(lesson.found, FOUND))]
      : []),
    ...(meaning ? [label("Ошибка в коде", meaning.what)] : []),
    ...(place && (isPlain || !lesson)
      ? [label("Откройте", at(place))]
      : []),
    ...(meaning?.todo ? [label("Что делать", meaning.todo)] : []),
    ...(lesson && !isPlain
      ? [
          label("Почему это важно", lesson.why),
          label(
            "Откройте",
            place && lesson.file.includes(place.file)
              ? lesson.file.replace(place.file, at(place))
              : lesson.file,
          ),
          ...(place && !lesson.file.includes(place.file)
            ? [label("Ошибка прошла через", at(place))]
            : []),
        ]
      : []),
    ...(head.step.slide && lesson && !isPlain
      ? [label("Слайд", `«${head.step.slide}»`)]
      : []),
  ];
}

/** What the compiler has found, for a student. */
export function tellType({
  file,
  line,
  said,
  meaning,
}: TypeProblem): string {
  return [
    style("red", `  ✗ ${file}:${line}`),
    ...(meaning ? [indent(meaning)] : []),
    indent(style("dim", short(said))),
  ].join("\n");
}
