import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  readSteps,
  type Step,
  stepFile,
  stepIds,
} from "../course/steps.ts";
import {
  type Composed,
  type Composition,
  taskFile,
  taskOf,
} from "./compose.ts";
import type { Finding } from "./finding.ts";

/**
 * What course/ itself must keep to: every step is complete, every file that a
 * student changes has a starter that says what to do, and no lab gives a
 * solution away.
 *
 * @param root folder of the course
 * @param composed what composing makes of it
 */
export function courseFindings(
  root: string,
  composed: Composition,
): Finding[] {
  const steps = readSteps(root);
  return [
    ...stepIds(root).flatMap((id) => missingParts(root, id)),
    ...steps.flatMap((step) => starterFindings(step, composed)),
    ...steps.flatMap((step) => hiddenChanges(step, composed)),
    ...giveaways(steps, composed),
    ...shadowedReadmes(root, steps),
  ];
}

function missingParts(root: string, id: string): Finding[] {
  const missing = [
    { path: stepFile(id), what: "the step's facts" },
    { path: taskFile(id), what: "the task text, in Russian" },
    { path: `course/${id}/tests/${id}.test.ts`, what: "the step's tests" },
  ].filter(({ path }) => !existsSync(join(root, path)));
  const findings = missing.map(({ path, what }) => ({
    paths: [path],
    problem: "is missing",
    advice: `Write ${what}.`,
  }));
  const task = taskOf(root, id);
  if (existsSync(join(root, taskFile(id))) && task.trim() === "") {
    findings.push({
      paths: [taskFile(id)],
      problem: "is empty",
      advice: "Write the task text, in Russian.",
    });
  }
  if (/^# /m.test(task.replace(/^```.*?^```/gms, ""))) {
    findings.push({
      paths: [taskFile(id)],
      problem: "has a heading of the first level",
      advice:
        'Use "###": the text becomes a part of the lab\'s README, which has its title already.',
    });
  }
  return findings;
}

/** The files that a student changes: from a starter to a solution. */
function starterFindings(step: Step, composed: Composition): Finding[] {
  const findings = step.files.flatMap((file): Finding[] => {
    const start = `course/${step.id}/start/${file}`;
    const solution = `course/${step.id}/solution/${file}`;
    const solved = composed.get(`solutions/${step.id}/${file}`);
    if (!solved || !isFrom(solved, solution)) {
      return [
        {
          paths: [solution],
          problem: `is missing, although ${stepFile(step.id)} lists the file`,
          advice: `Write it, or take it out of "files".`,
        },
      ];
    }
    const begun = composed.get(`labs/${step.id}/${file}`);
    // A file that the student makes anew has no starter.
    if (!begun) return [];
    if (!isFrom(begun, start)) {
      return [
        {
          paths: [start],
          problem: `is missing, although ${stepFile(step.id)} lists the file`,
          advice: "Write what the student starts from, with a TODO.",
        },
      ];
    }
    if (begun.content.equals(solved.content)) {
      return [
        {
          paths: [start, solution],
          problem: "are the same",
          advice: "Leave the student's part out of the starter.",
        },
      ];
    }
    if (/\bTODO\b/.test(begun.content.toString())) return [];
    return [
      {
        paths: [start],
        problem: "has no TODO",
        advice:
          "Say at the place where the student writes what is to be done: `// TODO: …`.",
      },
    ];
  });
  const begins = step.files.some((file) =>
    composed.has(`labs/${step.id}/${file}`),
  );
  return begins
    ? findings
    : [
        ...findings,
        {
          paths: [stepFile(step.id)],
          problem: "lists no file that the lab has",
          advice: 'Name a starter in "files".',
        },
      ];
}

/** What a solution changes without the student having been told. */
function hiddenChanges(step: Step, composed: Composition): Finding[] {
  return Array.from(composed).flatMap(([target, solved]): Finding[] => {
    const [side, id, ...rest] = target.split("/");
    const file = rest.join("/");
    const hidden =
      side === "solutions" &&
      id === step.id &&
      solved.kind === "copy" &&
      isFrom(solved, `course/${step.id}/solution/${file}`) &&
      composed.has(`labs/${step.id}/${file}`) &&
      // Written by `pnpm db:generate`, not by hand.
      !file.startsWith("drizzle/") &&
      !step.files.includes(file);
    return hidden
      ? [
          {
            paths: [solved.source],
            problem: `changes a file that ${stepFile(step.id)} does not list`,
            advice: 'Add it to "files", so that the student knows of it.',
          },
        ]
      : [];
  });
}

/** Solutions that stand, under whatever name, in a lab that asks for them. */
function giveaways(steps: Step[], composed: Composition): Finding[] {
  const solved = steps.flatMap(({ id, files }) =>
    files.flatMap((file) => {
      const solution = composed.get(`solutions/${id}/${file}`);
      return solution ? [{ id, file, content: solution.content }] : [];
    }),
  );
  return Array.from(composed).flatMap(([target, { content }]) => {
    const [side, lab = ""] = target.split("/");
    if (side !== "labs") return [];
    const given = solved.find(
      ({ id, file, content: solution }) =>
        lab <= id &&
        // The starter itself has a rule of its own, which says more.
        target !== `labs/${id}/${file}` &&
        content.equals(solution),
    );
    return given
      ? [
          {
            paths: [target],
            problem: `gives away ${given.file} of the solution of ${given.id}`,
            advice: `Change ${sourceOf(composed.get(target)!)}.`,
          },
        ]
      : [];
  });
}

function shadowedReadmes(root: string, steps: Step[]): Finding[] {
  return [
    "course/base",
    ...steps.flatMap(({ id }) => [
      `course/${id}/start`,
      `course/${id}/solution`,
    ]),
  ]
    .map((folder) => `${folder}/README.md`)
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({
      paths: [path],
      problem: "reaches no folder: their README.md is generated",
      advice: "Move its text to task.md or step.json of a step.",
    }));
}

function isFrom(composed: Composed, source: string): boolean {
  return composed.kind === "copy" && composed.source === source;
}

function sourceOf(composed: Composed): string {
  return composed.kind === "copy"
    ? composed.source
    : composed.sources.join(" or ");
}
