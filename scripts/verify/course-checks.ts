import { basename } from "node:path";
import { fingerprint } from "../course/fingerprint.ts";
import type { Step } from "../course/steps.ts";
import { answersOf } from "./answers.ts";
import type { Course, Task } from "./course.ts";
import { migrationFiles, pendingMigration } from "./migration.ts";
import { typeErrors } from "./types.ts";
import { about, checked } from "./verdict.ts";

/** The types of these steps' labs, solutions and right answers, in one run. */
export function typesTask(course: Course, steps: Step[]): Task {
  const { sandbox } = course;
  const subjects = steps.flatMap((step) => typedIn(course, step));
  const places = subjects.map(({ place }) => place);
  const run = async () => {
    for (const { place, files } of subjects) sandbox.lay(place, files);
    const errors = await typeErrors(sandbox, places);
    const whole = {
      place: "",
      subject: "tsc --build",
      todo: "Исправьте course/base/tsconfig.json.",
    };
    return [...subjects, ...(errors.has("") ? [whole] : [])].map(
      ({ place, subject, todo }) =>
        checked(
          "типы",
          subject,
          about(errors.get(place) ?? [], "не сходятся", todo),
        ),
    );
  };
  return { weight: 100, run };
}

/** What of a step has types: where it is laid, and what it is called. */
function typedIn({ sandbox, folders }: Course, { id }: Step) {
  const solution = folders.get(`solutions/${id}`)!;
  return [
    ...[`labs/${id}`, `solutions/${id}`]
      .map((place) => ({
        place,
        subject: place,
        files: folders.get(place)!,
        todo: `Исправьте course/${id}. Повторить: pnpm typecheck в ${place}.`,
      }))
      .filter(({ files }) => files.size > 0),
    ...answersOf("right", sandbox, id, solution)
      .filter(({ problems }) => problems.length === 0)
      .map(({ place, files }) => ({
        place: `typed/${id}/${basename(place, ".patch")}`,
        subject: place,
        files,
        todo: `Исправьте ${place}.`,
      })),
  ];
}

/** Solutions with equal schemas and migrations are asked about once. */
export function migrationTasks(
  { sandbox, folders, cache }: Course,
  steps: Step[],
): Task[] {
  const alike = Map.groupBy(
    steps
      .map(({ id }) => `solutions/${id}`)
      .filter((place) => folders.get(place)!.has("drizzle.config.ts")),
    (place) => fingerprint(migrationFiles(folders.get(place)!)),
  );
  return Array.from(alike.values(), ([first = "", ...others]) => {
    const run = async () => {
      const files = folders.get(first)!;
      const copy = `migrations/${first}`;
      const what = await cache.outcome(
        migrationFiles(files),
        ["migration"],
        () => {
          sandbox.lay(copy, files);
          return pendingMigration(sandbox, copy);
        },
        (pending) => pending === "",
      );
      const todo = `Выполните \`pnpm db:generate\` в ${first} и \`pnpm compose\`.`;
      return [first, ...others].map((place) =>
        checked("миграция", place, what ? [{ what, todo }] : []),
      );
    };
    return { weight: 40, run };
  });
}
