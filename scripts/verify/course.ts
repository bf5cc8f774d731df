import { type Files, filesOf, ignoredIn } from "../course/files.ts";
import { readSteps, type Step } from "../course/steps.ts";
import type { RunCache } from "../process/run-cache.ts";
import type { Check } from "../report/finding.ts";
import type { Runners } from "./runners.ts";
import type { Sandbox } from "./sandbox.ts";

/** Checks that are made together, because they share their work. */
export type Task = {
  /** How long it takes compared with others; the longest begin first. */
  weight: number;
  run(): Promise<Check[]> | Check[];
};

/** Tasks that are shown as one line. */
export type Group = { title: string; tasks: Task[] };

/** What is verified, and with what. */
export type Course = {
  sandbox: Sandbox;
  runners: Runners;
  cache: RunCache;
  /** Which database the tests run on; the embedded one when empty. */
  database: string;
  steps: Step[];
  /** Known mistakes are written down anew instead of being compared. */
  update: boolean;
  /** Files of labs/… and solutions/…, read once. */
  folders: Map<string, Files>;
};

/**
 * Reads what there is to verify.
 *
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function readCourse(
  means: Omit<Course, "steps" | "folders" | "update">,
  update = false,
): Course {
  const { root } = means.sandbox;
  const ignores = ignoredIn(root);
  const steps = readSteps(root);
  const folders = new Map(
    steps
      .flatMap(({ id }) => [`labs/${id}`, `solutions/${id}`])
      .map((place) => [place, filesOf(root, place, ignores)]),
  );
  return { ...means, steps, folders, update };
}

/** The steps before one, such as ["bauth01"]. */
export function earlierThan({ steps }: Course, step: Step): string[] {
  return steps.slice(0, steps.indexOf(step)).map(({ id }) => id);
}
