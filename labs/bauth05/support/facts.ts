import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What the report says about a step. */
export type Step = {
  id: string;
  title: string;
  goal: string;
  slide: string;
};

/** What else is known of the step in work, the last one of `steps`. */
export type StepInWork = {
  hints: string[];
  docs: { title: string; url: string }[];
  /** What a student has learnt when all is green, and what it protects from. */
  learnt: string;
  protects: string;
  /** The lab that comes next; the last one has `after` instead. */
  next?: Step & { minutes: number; inClass: boolean };
  /** What comes after the course, in Markdown. */
  after?: string;
  /** "owner/name" on GitHub, where the course names it. */
  repository?: string;
};

const nothing: StepInWork = {
  hints: [],
  docs: [],
  learnt: "",
  protects: "",
};

/** The steps up to this one; none when their file is missing or broken. */
export const steps = read<Step[]>("steps.json", []);

/** Of the step in work; nothing when its file is missing or broken. */
export const inWork = read<StepInWork>("step.json", nothing);

/** The course writes both files: scripts/compose/generated.ts. */
function read<Facts extends object>(
  file: string,
  otherwise: Facts,
): Facts {
  try {
    const found: unknown = JSON.parse(
      readFileSync(join(import.meta.dirname, file), "utf8"),
    );
    return Array.isArray(found) === Array.isArray(otherwise)
      ? (found as Facts)
      : otherwise;
  } catch {
    return otherwise;
  }
}

/** The step whose tests a file holds. */
export function stepOf({ moduleId }: { moduleId: string }): Step {
  const id = basename(moduleId, ".test.ts");
  const known = steps.find((step) => step.id === id);
  return known ?? { id, title: "", goal: "", slide: "" };
}

/** "bauth04 · Регистрация пользователя" */
export function nameOf({ id, title }: Step): string {
  return title ? `${id} · ${title}` : id;
}
