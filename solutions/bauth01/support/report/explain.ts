import { isCrash, weightOf, type Cause } from "./causes.ts";
import type { Step } from "../facts.ts";
import { isWaiting } from "./failures.ts";
import { isThrownByOwnLine, type Place } from "./place.ts";
import { counted, indent, style } from "./terminal.ts";
import type { TypeProblem } from "./types.ts";
import { short } from "./russian.ts";
import { waitsForEver } from "../watchdog.ts";

/** More of them hide the rest of the report. */
const TYPE_PROBLEMS = 3;

/** Longer findings hide what comes after them. */
const FOUND = 500;

/** The connection is gone, not refused by our own servers' tests. */
const GONE = /ECONNREFUSED|ECONNRESET|connection timeout/i;

const label = (name: string, text: string) => [
  `${style("bold", `${name}:`)} ${text}`,
];

export const at = ({ file, line }: Place) =>
  line > 0 ? `${file}:${line}` : file;

/**
 * One cause in full, below the name of the test that tells most about it.
 * @param step in work; tests of others are named with theirs
 */
export function tell(
  cause: Cause,
  step: Step | undefined,
  types: TypeProblem[] = [],
): string {
  const { head, failures } = cause;
  const from = head.step.id === step?.id ? "" : `${head.step.id}: `;
  const others = weightOf(cause) - 1;
  return [
    style("red", `  ✗ ${from}${head.name}`),
    indent(reasonOf(cause, types).join("\n")),
    ...(failures.length > 1 && others > 0
      ? [
          indent(
            `Из-за этой же ошибки не ${counted(others, "прошёл ещё # тест", "прошло ещё # теста", "прошло ещё # тестов")}.`,
          ),
        ]
      : []),
  ].join("\n");
}

function reasonOf(cause: Cause, types: TypeProblem[]): string[] {
  const { head, meaning, exception } = cause;
  const { lesson, step } = head;
  if (isWaiting(head)) return [`Тест не дождался ответа. ${waitsForEver}`];
  if (!lesson && GONE.test(exception!.message))
    return [
      `База данных перестала отвечать: ${short(exception!.message)}. Если вы задали DATABASE_URL, проверьте, что сервер работает.`,
    ];
  const place = meaning?.place;
  const crashed = isCrash(cause);
  // Where a library threw, the course's own hint says more than the line.
  const isClear =
    crashed &&
    (meaning!.todo !== undefined ||
      (place !== undefined && isThrownByOwnLine(exception!)));
  const type = types.find(
    ({ file, line }) => file === place?.file && line === place.line,
  );
  return [
    crashed || !lesson!.found
      ? []
      : label("Найдено", short(lesson!.found, FOUND)),
    meaning ? label("Ошибка в коде", meaning.what) : [],
    place && crashed ? label("Откройте", at(place)) : [],
    type ? label("Проверка типов", type.meaning || short(type.said)) : [],
    meaning?.todo ? label("Что делать", meaning.todo) : [],
    lesson && !isClear ? label("Почему это важно", lesson.why) : [],
    lesson && !(crashed && place)
      ? label("Откройте", withLine(lesson.file, place))
      : [],
    lesson && !isClear && step.slide
      ? label("Слайд", `«${step.slide}»`)
      : [],
  ].flat();
}

/** The course names the file to open, the stack its line. */
function withLine(file: string, place: Place | undefined): string {
  return place ? file.replace(place.file, at(place)) : file;
}

/** What the compiler has found, for a student. */
export function printTypes(problems: TypeProblem[]): void {
  if (problems.length === 0) return;
  console.log(`\n${style("bold", "Проверка типов (TypeScript)")}`);
  for (const problem of problems.slice(0, TYPE_PROBLEMS))
    console.log(tellType(problem));
  const more = problems.length - TYPE_PROBLEMS;
  if (more > 0)
    console.log(`  … и ещё ${more}: все покажет pnpm typecheck`);
}

function tellType({ file, line, said, meaning }: TypeProblem): string {
  return [
    style("red", `  ✗ ${file}:${line}`),
    ...(meaning ? [indent(meaning)] : []),
    indent(style("dim", short(said, 120))),
  ].join("\n");
}
