import { fingerprint } from "../course/fingerprint.ts";
import type { Step } from "../course/steps.ts";
import type { Course, Task } from "./course.ts";
import { migrationFiles, pendingMigration } from "./migration.ts";
import { typeErrors } from "./types.ts";
import { about, checked } from "./verdict.ts";

/** The types of the labs and solutions of these steps, in one run. */
export function typesTask(
  { sandbox, folders }: Course,
  steps: Step[],
): Task {
  const places = steps
    .flatMap(({ id }) => [`labs/${id}`, `solutions/${id}`])
    .filter((place) => folders.get(place)!.size > 0);
  const run = async () => {
    for (const place of places) sandbox.lay(place, folders.get(place)!);
    const errors = await typeErrors(sandbox, places);
    return [...places, ...(errors.has("") ? [""] : [])].map((place) =>
      checked(
        "типы",
        place || "tsc --build",
        about(
          errors.get(place) ?? [],
          "не сходятся",
          place
            ? `Исправьте course/${place.split("/")[1]}. Повторить: pnpm typecheck в ${place}.`
            : "Исправьте course/base/tsconfig.json.",
        ),
      ),
    );
  };
  return { weight: 100, run };
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
