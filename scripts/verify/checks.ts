import { check as compositionFindings } from "../compose/check.ts";
import { type Ignores, ignoredIn } from "../course/files.ts";
import { type Step, readSteps, stepFile } from "../course/steps.ts";
import { type Files, filesOf } from "../course/files.ts";
import { importFindings } from "./imports.ts";
import type { Stopped, TestRun } from "./job.ts";
import { judgeLab, judgeSolution, judgeWrong, testFile } from "./judge.ts";
import type { Memory } from "./memory.ts";
import { migrationInput, pendingMigration } from "./migration.ts";
import type { Check, Finding, Rule } from "./report.ts";
import type { Runners } from "./runners.ts";
import { described, typeErrors } from "./types.ts";
import { versionFindings } from "./versions.ts";
import type { Sandbox } from "./sandbox.ts";
import { wrongAnswer, wrongNames } from "./wrong.ts";

/** Checks that are made together, because they share their work. */
export type Task = {
  /** How long it takes compared with others; the longest begin first. */
  weight: number;
  run(): Promise<Check[]> | Check[];
};

/** Tasks that are shown as one line. */
export type Group = { title: string; tasks: Task[] };

type Means = { sandbox: Sandbox; runners: Runners; memory: Memory };

/**
 * Everything that is to be looked at.
 *
 * @param means where, and with what
 * @param only the steps to look at; all when undefined
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function checksOf(means: Means, only?: string[]): Group[] {
  const { root } = means.sandbox;
  const ignores = ignoredIn(root);
  const steps = readSteps(root);
  const folders = new Map(
    steps.flatMap(({ id }) =>
      [`labs/${id}`, `solutions/${id}`].map((place) => [
        place,
        filesOf(root, place, ignores),
      ]),
    ),
  );
  const chosen = steps.filter(({ id }) => !only || only.includes(id));
  const course = { ...means, root, ignores, steps, folders };
  return [
    {
      title: "Составление из course/ и версии",
      tasks: [
        task(0, () => [
          checked("composition", "labs/ и solutions/", composed(root)),
          checked("versions", "версии", versionFindings(root)),
        ]),
      ],
    },
    { title: "Типы", tasks: [typesOf(course, chosen)] },
    { title: "Миграции", tasks: migrationsOf(course, chosen) },
    ...chosen.map((step) => ({
      title: `${step.id} · ${step.title}`,
      tasks: stepTasks(course, step),
    })),
  ];
}

type Course = Means & {
  root: string;
  ignores: Ignores;
  steps: Step[];
  /** Files of labs/… and solutions/…, read once. */
  folders: Map<string, Files>;
};

function composed(root: string): Finding[] {
  return compositionFindings(root).map(({ places, what, todo = "" }) => ({
    step: places
      .map((path) => /\/(bauth\d\d)\//.exec(path)?.[1])
      .find((step) => step),
    rule: "composition",
    what: `${places.join(", ")} ${what}`,
    todo,
  }));
}

function typesOf({ sandbox, folders }: Course, steps: Step[]): Task {
  const places = steps.flatMap(({ id }) =>
    [`labs/${id}`, `solutions/${id}`].filter(
      (place) => folders.get(place)!.size > 0,
    ),
  );
  return task(100, async () => {
    for (const place of places) sandbox.lay(place, folders.get(place)!);
    const errors = await typeErrors(sandbox.folder, places);
    const stray = errors.get("") ?? [];
    return [
      ...places.map((place) => {
        const found = errors.get(place) ?? [];
        const step = place.split("/")[1]!;
        const todo = `Исправьте course/${step}. Повторить: pnpm typecheck в ${place}.`;
        return checked("types", place, [
          ...(found.length > 0
            ? [finding(step, "types", described(place, found), todo)]
            : []),
        ]);
      }),
      ...(stray.length > 0
        ? [
            checked("types", "компилятор", [
              finding(
                undefined,
                "types",
                described("tsc --build", stray),
                "Исправьте course/base/tsconfig.json.",
              ),
            ]),
          ]
        : []),
    ];
  });
}

/** Solutions with equal schemas and migrations are asked about once. */
function migrationsOf(
  { sandbox, folders }: Course,
  steps: Step[],
): Task[] {
  const groups = new Map<string, string[]>();
  for (const { id } of steps) {
    const files = folders.get(`solutions/${id}`)!;
    if (!files.has("drizzle.config.ts")) continue;
    const input = migrationInput(files);
    groups.set(input, [...(groups.get(input) ?? []), id]);
  }
  return Array.from(groups.values(), (ids) =>
    task(40, async () => {
      const [first = ""] = ids;
      const place = `migrations/${first}`;
      sandbox.lay(place, folders.get(`solutions/${first}`)!);
      const pending = await pendingMigration(sandbox.folder, place);
      return ids.map((id) =>
        checked("migration", `solutions/${id}`, [
          ...(pending
            ? [
                finding(
                  id,
                  "migration",
                  `solutions/${id}: ${pending}`,
                  `Выполните \`pnpm db:generate\` в solutions/${first} и \`pnpm compose\`.`,
                ),
              ]
            : []),
        ]),
      );
    }),
  );
}

function stepTasks(course: Course, step: Step): Task[] {
  const { root, steps, folders } = course;
  const { id } = step;
  const number = steps.indexOf(step);
  const earlier = steps.slice(0, number).map((one) => one.id);
  const lab = `labs/${id}`;
  const solved = `solutions/${id}`;
  const solution = folders.get(solved)!;
  const absent = (place: string) =>
    finding(
      id,
      "composition",
      `${place}: папки нет`,
      "Выполните `pnpm compose`.",
    );

  const tested = (
    rule: Rule,
    place: string,
    weight: number,
    judge: (outcome: TestRun | Stopped) => Finding[],
  ) => {
    const files = folders.get(place)!;
    return task(weight, async () => [
      checked(
        rule,
        place,
        files.size === 0
          ? [absent(place)]
          : await tests(course, place, files, judge),
      ),
    ]);
  };

  return [
    tested("solution", solved, 20 + number, (outcome) =>
      judgeSolution(id, earlier, outcome),
    ),
    tested("lab", lab, 20 + number, (outcome) =>
      judgeLab(id, earlier, outcome),
    ),
    ...wrongTasks(course, id, solution),
    task(0, () => [
      checked("imports", solved, importFindings(id, solution)),
      checked("wrong", `course/${id}/wrong`, [
        ...(wrongNames(root, id).length === 0
          ? [
              finding(
                id,
                "wrong",
                `course/${id}/wrong: ни одного неверного ответа`,
                `Положите туда патчи к решению, которые тесты шага должны отвергнуть (факты шага — ${stepFile(id)}).`,
              ),
            ]
          : []),
      ]),
    ]),
  ];

  function wrongTasks(
    { sandbox, runners, memory }: Course,
    id: string,
    solution: Files,
  ): Task[] {
    if (solution.size === 0) return [];
    return wrongNames(root, id).map((name) =>
      task(number, async () => {
        const answer = wrongAnswer(sandbox, id, name, solution);
        if (Array.isArray(answer))
          return [
            checked("wrong", `course/${id}/wrong/${name}.patch`, answer),
          ];
        const { place, test, files } = answer;
        const own = [testFile(id)];
        const findings = await memory.findings(
          files,
          own,
          () =>
            sandbox.withSlot(`wrong/${id}`, files, (folder) =>
              runners.run({ folder, files: own }),
            ),
          (outcome) => judgeWrong(id, place, test, outcome),
        );
        return [checked("wrong", place, findings)];
      }),
    );
  }
}

function tests(
  { sandbox, runners, memory }: Course,
  place: string,
  files: Files,
  judge: (outcome: TestRun | Stopped) => Finding[],
): Promise<Finding[]> {
  return memory.findings(
    files,
    [],
    // Not the copy whose types are checked: they would lay it at once.
    () =>
      runners.run({
        folder: sandbox.lay(`tests/${place}`, files),
        files: [],
      }),
    judge,
  );
}

function task(weight: number, run: Task["run"]): Task {
  return { weight, run };
}

function checked(rule: Rule, subject: string, findings: Finding[]): Check {
  const step = /bauth\d\d/.exec(subject)?.[0];
  return { step, rule, subject, findings };
}

function finding(
  step: string | undefined,
  rule: Rule,
  what: string,
  todo: string,
): Finding {
  return { step, rule, what, todo };
}
