// No packages here: the deck's vite.config.ts bundles this file and could not
// find them from its own folder.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The folder of the whole course: where package.json and course/ stand. */
export const root = join(import.meta.dirname, "../..");

/** Something in course/ that its author has to put right. */
export class CourseError extends Error {}

/** The facts of one step, as course/bauthNN/step.json states them. */
export type Step = {
  /** Name of its folders, such as "bauth04". */
  id: string;
  title: string;
  /** What the student has built at the end, in one sentence. */
  goal: string;
  minutes: number;
  /** Done during the lecture; the others are for home. */
  inClass: boolean;
  /** Files that the student changes, from the lab's folder. */
  files: string[];
  /** Exact title of the lab's slide. */
  slide: string;
  /** Up to three short lines for that slide. */
  task: string[];
  /** How to see that it works (Markdown). */
  done: string;
  /** From a nudge to nearly the answer (Markdown). */
  hints: string[];
  docs: { title: string; url: string }[];
};

/**
 * The steps that have a folder in course/, in order, finished or not.
 *
 * @param from folder of the course
 */
export function stepIds(from = root): string[] {
  return readdirSync(join(from, "course"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isStepId(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** Whether a name is that of a step's folder, such as "bauth04". */
export function isStepId(name: string): boolean {
  return /^bauth\d\d$/.test(name);
}

/**
 * The facts of every step, in order. A step whose step.json is still to be
 * written is left out; `pnpm compose --check` reports it.
 *
 * @param from folder of the course
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function readSteps(from = root): Step[] {
  const files = stepIds(from)
    .map((id) => ({ id, path: stepFile(id) }))
    .filter(({ path }) => existsSync(join(from, path)))
    .map((file) => ({
      ...file,
      text: readFileSync(join(from, file.path), "utf8"),
    }));
  const problems = files.flatMap(({ id, path, text }) =>
    stepProblems(id, text).map((problem) => `${path}: ${problem}`),
  );
  if (problems.length > 0) throw new CourseError(problems.join("\n"));
  return files.map(({ text }) => JSON.parse(text) as Step);
}

/** Where a step states its facts, from the root of the course. */
export function stepFile(id: string): string {
  return `course/${id}/step.json`;
}

/**
 * What is wrong in the text of a step.json, a line each.
 *
 * @param id name of the folder in which it stands
 * @param text the whole file
 */
export function stepProblems(id: string, text: string): string[] {
  let step: unknown;
  try {
    step = JSON.parse(text);
  } catch (error) {
    return [`is not JSON: ${(error as Error).message}`];
  }
  if (!isRecord(step)) return ["must be one object { … }"];

  const wanted: Record<keyof Step, [(value: unknown) => boolean, string]> =
    {
      id: [(value) => value === id, `"${id}", as its folder`],
      title: [isText, "a text"],
      goal: [isText, "a text, one sentence"],
      minutes: [isCount, "a whole number above 0"],
      inClass: [(value) => typeof value === "boolean", "true or false"],
      files: [
        listOf(isPathInside),
        'a list of paths from the lab\'s folder, such as "src/auth/auth.ts"',
      ],
      slide: [isText, "the title of the lab's slide"],
      task: [
        (value) => listOf(isText)(value) && value.length <= 3,
        "a list of one to three lines",
      ],
      done: [isText, "a text: how to see that it works"],
      hints: [listOf(isText), "a list of at least one hint"],
      docs: [
        listOf(isLink),
        'a list of { "title": …, "url": "https://…" }',
      ],
    };
  const facts = step;
  return [
    ...Object.entries(wanted)
      .filter(([key, [fits]]) => !fits(facts[key]))
      .map(([key, [, form]]) => `"${key}" must be ${form}`),
    ...Object.keys(facts)
      .filter((key) => !Object.hasOwn(wanted, key))
      .map((key) => `"${key}" means nothing here: is it misspelt?`),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value)
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0;
}

function isPathInside(value: unknown): boolean {
  return (
    isText(value) &&
    !value.includes("\\") &&
    value
      .split("/")
      .every((part) => part !== "" && part !== "." && part !== "..")
  );
}

function isLink(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value.title) &&
    isText(value.url) &&
    /^https:\/\/\S+$/.test(value.url)
  );
}

function listOf(fits: (value: unknown) => boolean) {
  return (value: unknown): value is unknown[] =>
    Array.isArray(value) && value.length > 0 && value.every(fits);
}
