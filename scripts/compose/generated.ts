import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  declaredCommit,
  declaredRepository,
} from "../course/repository.ts";
import { readSteps, type Step, stepFile } from "../course/steps.ts";
import { afterCourse, readmesOf, textFile } from "./readme.ts";

type Generated = {
  /** From the root of the course. */
  target: string;
  text: string;
  /** The files it is written from, from the root. */
  madeOf: string[];
};

/**
 * The files of labs/ and solutions/ that are written, not copied: each
 * README.md, the facts that the student's reporter and commands show, and those
 * that the grading on GitHub asks for. How a lab began is written afterwards:
 * see start.ts.
 *
 * @param root folder of the course
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function generated(root: string): Generated[] {
  const steps = readSteps(root);
  const readmes = readmesOf(root, steps);
  const facts = steps.map(({ id }) => stepFile(id));
  return [
    {
      target: "labs/README.md",
      text: readmes.labs(),
      madeOf: [...facts, textFile("labs"), "package.json"],
    },
    ...steps.flatMap((step, index): Generated[] => [
      {
        target: `labs/${step.id}/README.md`,
        text: readmes.lab(step, taskOf(root, step.id)),
        madeOf: [
          taskFile(step.id),
          ...facts.slice(index, index + 2),
          textFile("lab"),
          textFile("after"),
          "package.json",
        ],
      },
      {
        target: `solutions/${step.id}/README.md`,
        text: readmes.solution(step),
        madeOf: [facts[index]!, textFile("solution"), "package.json"],
      },
      ...["labs", "solutions"].map((side) => ({
        target: `${side}/${step.id}/support/steps.json`,
        text: reporterFacts(steps.slice(0, index + 1)),
        madeOf: facts.slice(0, index + 1),
      })),
      ...["labs", "solutions"].map((side) => ({
        target: `${side}/${step.id}/support/step.json`,
        text: factsInWork(root, step, steps[index + 1]),
        madeOf: [
          ...facts.slice(index, index + 2),
          textFile("after"),
          "package.json",
        ],
      })),
      ...["labs", "solutions"].map((side) => ({
        target: `${side}/${step.id}/.github/course.json`,
        text: gradingFacts(root, step.id),
        madeOf: ["package.json"],
      })),
    ]),
  ];
}

/** Whether a path in labs/ or solutions/ is that of a generated file. */
export function isGenerated(path: string): boolean {
  return /^(?:labs|solutions)\/(?:[^/]+\/(?:support\/(?:start|steps?)\.json|\.github\/course\.json|README\.md)|README\.md)$/.test(
    path,
  );
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

/** What the report says of each step: `Step` in course/base/support/facts.ts. */
function reporterFacts(steps: Step[]): string {
  return json(steps.map(named));
}

/** What a student's commands say: `StepInWork` there. */
function factsInWork(
  root: string,
  { hints, docs, learnt, protects }: Step,
  next: Step | undefined,
): string {
  return json({
    hints,
    docs,
    learnt,
    protects,
    ...(next
      ? {
          next: {
            ...named(next),
            minutes: next.minutes,
            inClass: next.inClass,
          },
        }
      : { after: afterCourse(root) }),
    repository: declaredRepository(root),
  });
}

function named({ id, title, goal, slide }: Step) {
  return { id, title, goal, slide };
}

function json(facts: object): string {
  return `${JSON.stringify(facts, undefined, 2)}\n`;
}

/** Where .github/workflows/grade.yml of a student finds the tests. */
function gradingFacts(root: string, lab: string): string {
  const repository = declaredRepository(root);
  const commit = declaredCommit(root);
  return `${JSON.stringify({ lab, repository, commit }, undefined, 2)}\n`;
}
