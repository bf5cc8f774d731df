import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What is remembered of the work in a lab's folder. */
export type Notes = {
  /** How many hints were shown. */
  hints?: number;
  /** The state of the work (see work.ts) that all tests have accepted. */
  green?: string;
  /** Where the course is, when the student has said it: see source.ts. */
  source?: string;
};

/** Git ignores the folder; whoever deletes it begins anew. */
const FILE = ".data/progress.json";

/** Reads it; nothing where there is no file or it cannot be read. */
export function recordOf(folder = process.cwd()): Notes {
  try {
    const found: unknown = JSON.parse(
      readFileSync(join(folder, FILE), "utf8"),
    );
    return typeof found === "object" && found ? found : {};
  } catch {
    return {};
  }
}

/**
 * Remembers something beside what is remembered already.
 * @throws Error of the system where the folder cannot be written to
 */
export function remember(part: Notes, folder = process.cwd()): void {
  const file = join(folder, FILE);
  mkdirSync(dirname(file), { recursive: true });
  const all = { ...recordOf(folder), ...part };
  writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
}

/**
 * Remembers that all tests have accepted the work, for `pnpm diff`.
 * @param green the state of the work: see work.ts
 */
export function rememberGreen(
  green: string,
  folder = process.cwd(),
): void {
  try {
    remember({ green }, folder);
  } catch {
    // A read-only folder can be tested, too; it is only not remembered.
  }
}
