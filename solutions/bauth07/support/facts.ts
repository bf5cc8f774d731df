import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What the report says about a step. */
export type Step = {
  id: string;
  title: string;
  goal: string;
  slide: string;
};

const FILE = join(import.meta.dirname, "steps.json");

/** The steps up to this one; none when their file is missing or broken. */
export const steps = read();

function read(): Step[] {
  try {
    const found: unknown = JSON.parse(readFileSync(FILE, "utf8"));
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
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
