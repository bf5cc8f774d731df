import {
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** All that a student writes; the rest of a lab is the course's. */
const OWN = ["src", "drizzle"];

/**
 * Makes a folder that is graded: the lab of the course with the student's
 * src/ and drizzle/ in place of its own.
 *
 * @param course folder of the lab, as the course has it
 * @param submission the student's folder
 * @param to the folder to make
 * @returns what was not taken from the student, as paths with "/": links, which
 *   may lead to files of others, and packages of his own
 */
export function lay(
  course: string,
  submission: string,
  to: string,
): string[] {
  cpSync(course, to, {
    recursive: true,
    filter: (path) => !OWN.some((own) => path === join(course, own)),
  });
  return OWN.flatMap((own) => copied(submission, own, to));
}

function copied(from: string, path: string, to: string): string[] {
  const entry = lstatSync(join(from, path), { throwIfNoEntry: false });
  if (!entry) return [];
  if (entry.isDirectory() && !path.endsWith("/node_modules"))
    return readdirSync(join(from, path)).flatMap((name) =>
      copied(from, `${path}/${name}`, to),
    );
  if (!entry.isFile()) return [path];
  mkdirSync(dirname(join(to, path)), { recursive: true });
  copyFileSync(join(from, path), join(to, path));
  return [];
}
