import { readFileSync } from "node:fs";
import { join } from "node:path";
import Mustache from "mustache";
import { declaredRepository } from "../course/repository.ts";
import type { Step } from "../course/steps.ts";

/** Where a template of course/texts stands, from the root of the course. */
export function textFile(
  name: "lab" | "labs" | "solution" | "after",
): string {
  return `course/texts/${name}.md`;
}

/** What comes after the course, in Markdown. */
export function afterCourse(root: string): string {
  return readFileSync(join(root, textFile("after")), "utf8").trim();
}

/**
 * The README files that students read, from the templates in course/texts.
 *
 * @param root folder of the course
 * @param steps all of them, in order
 * @returns a function for each kind of README; they return Markdown
 */
export function readmesOf(root: string, steps: Step[]) {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const repository = declaredRepository(root);
  const everywhere = {
    repository,
    // What stands in a command while nobody knows the repository.
    address: repository ?? "ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ",
    managers: read("course/texts/managers.md").trim(),
    database: read("course/texts/database.md").trim(),
    after: afterCourse(root),
  };
  const render = (
    name: Parameters<typeof textFile>[0],
    view: object,
    escape: (value: string) => string = String,
  ) =>
    Mustache.render(
      read(textFile(name)),
      { ...everywhere, ...view },
      {},
      { escape },
    );

  return {
    /** labs/README.md: the list of the labs and how to work with one. */
    labs: () =>
      render(
        "labs",
        {
          steps: steps.map((step, index) => ({
            ...step,
            number: index + 1,
          })),
          example: (steps.find(({ id }) => id === "bauth04") ?? steps[0])
            ?.id,
        },
        // All of it may stand in the cells of a table.
        (value) => String(value).replaceAll("|", "\\|"),
      ),

    /** labs/bauthNN/README.md: all that a student needs to work alone. */
    lab: (step: Step, task: string) =>
      render("lab", {
        step,
        task: task.trim(),
        hints: step.hints.map((hint, index) => ({
          number: index + 1,
          text: hint.trim(),
        })),
        hasEarlier: step !== steps[0],
        next: steps[steps.indexOf(step) + 1],
      }),

    /** solutions/bauthNN/README.md. */
    solution: (step: Step) => render("solution", { step }),
  };
}
