import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a student writes. */
const PLACES = ["src", "drizzle"];

/** Files by their path in the lab's folder, with "/". */
export type Work = Map<string, Buffer>;

/**
 * The files of src/ and drizzle/. What begins with a dot is nobody's work: the
 * notes of Finder and of editors. Links are left alone.
 * @param folder of a lab or a solution
 */
export function workIn(folder = process.cwd()): Work {
  const paths = PLACES.flatMap((place) => below(folder, place)).sort();
  return new Map(
    paths.map((path) => [path, readFileSync(join(folder, path))]),
  );
}

function below(folder: string, place: string): string[] {
  if (!existsSync(join(folder, place))) return [];
  return readdirSync(join(folder, place), {
    withFileTypes: true,
  }).flatMap((entry) => {
    const path = `${place}/${entry.name}`;
    if (entry.name.startsWith(".")) return [];
    if (entry.isDirectory()) return below(folder, path);
    return entry.isFile() ? [path] : [];
  });
}

/** A short name for the state of the work: it changes with every edit. */
export function stateOf(folder = process.cwd()): string {
  const hash = createHash("sha256");
  for (const [path, content] of workIn(folder))
    hash.update(`\n${path}\n`).update(withOwnEnds(content));
  return hash.digest("hex").slice(0, 16);
}

/** A file with the line ends of the course: editors may save others. */
export function withOwnEnds(content: Buffer): Buffer {
  if (!isText(content)) return content;
  const bytes = content.toString("latin1").replaceAll("\r\n", "\n");
  return Buffer.from(bytes, "latin1");
}

/** The same as text. */
export function textOf(content: Buffer): string {
  return withOwnEnds(content).toString();
}

/** Whether people can read it: no picture. */
export function isText(content: Buffer): boolean {
  return !content.includes(0);
}
