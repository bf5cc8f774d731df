import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSteps, stepFile } from "../course/steps.ts";
import { declaredRepository } from "../course/repository.ts";
import { layered } from "./layers.ts";
import { labReadme, labsReadme, solutionReadme } from "./readme.ts";
import { filesBelow, ignoredIn } from "../course/files.ts";

/** What a composed file must be, and what it is made of. */
export type Composed = {
  content: Buffer;
} & (
  | { kind: "copy"; /** its one source, from the root */ source: string }
  | { kind: "generated"; /** what it is written from */ sources: string[] }
);

/** Target path → what stands there; paths from the root, with "/". */
export type Composition = Map<string, Composed>;

/**
 * What labs/ and solutions/ must hold, worked out from course/ in memory.
 *
 * @param root folder of the course
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function composition(root: string): Composition {
  const sources = filesBelow(root, "course", ignoredIn(root));
  const contents = new Map<string, Buffer>();
  const read = (source: string) => {
    const content =
      contents.get(source) ?? readFileSync(join(root, source));
    contents.set(source, content);
    return content;
  };

  const composed: Composition = new Map();
  for (const [target, source] of layered(sources)) {
    composed.set(target, { kind: "copy", source, content: read(source) });
  }
  for (const [target, file] of [...readmes(root), ...stepFacts(root)]) {
    composed.set(target, { kind: "generated", ...file });
  }
  return composed;
}

type Generated = [target: string, { sources: string[]; content: Buffer }];

/** support/steps.json: what a student's report says about each step so far. */
function stepFacts(root: string): Generated[] {
  const steps = readSteps(root);
  return steps.flatMap(({ id }, index): Generated[] => {
    const known = steps.slice(0, index + 1);
    const facts = known.map(({ id, title, goal, slide }) => ({
      id,
      title,
      goal,
      slide,
    }));
    const file = {
      sources: known.map((step) => stepFile(step.id)),
      content: Buffer.from(`${JSON.stringify(facts, null, 2)}\n`),
    };
    return ["labs", "solutions"].map((side) => [
      `${side}/${id}/support/steps.json`,
      file,
    ]);
  });
}

function readmes(root: string): Generated[] {
  const steps = readSteps(root);
  const repository = declaredRepository(root);
  const facts = steps.map(({ id }) => stepFile(id));
  return [
    [
      "labs/README.md",
      {
        sources: facts,
        content: Buffer.from(labsReadme(steps, repository)),
      },
    ],
    ...steps.flatMap((step): Generated[] => {
      const task = taskOf(root, step.id);
      return [
        [
          `labs/${step.id}/README.md`,
          {
            sources: [stepFile(step.id), taskFile(step.id)],
            content: Buffer.from(labReadme(step, steps, task, repository)),
          },
        ],
        [
          `solutions/${step.id}/README.md`,
          {
            sources: [stepFile(step.id)],
            content: Buffer.from(solutionReadme(step, repository)),
          },
        ],
      ];
    }),
  ];
}

/** Where a step's task text stands, from the root of the course. */
export function taskFile(id: string): string {
  return `course/${id}/task.md`;
}

/** The task text; empty while it is still to be written. */
export function taskOf(root: string, id: string): string {
  const file = join(root, taskFile(id));
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
