import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ignore from "ignore";
import { CourseError } from "./steps.ts";

/** Says of a path from the root of the course whether git would ignore it. */
export type Ignores = (path: string) => boolean;

/**
 * What git ignores in course/, labs/ and solutions/, told from the
 * .gitignore of the root and the one that every folder gets from course/base.
 * Needs no git: a downloaded archive has none.
 *
 * @param root folder of the course
 */
export function ignoredIn(root: string): Ignores {
  const everywhere = rulesOf(join(root, ".gitignore"));
  const inFolder = rulesOf(join(root, "course/base/.gitignore"));
  return (path) => {
    if (everywhere.ignores(path)) return true;
    // course/base/x, course/bauth04/start/x, labs/bauth04/x → x
    const inside = path.replace(
      /^(?:course\/base|course\/[^/]+\/[^/]+|labs\/[^/]+|solutions\/[^/]+)\/(?=.)/,
      "",
    );
    return inside !== path && inFolder.ignores(inside);
  };
}

function rulesOf(file: string) {
  return ignore().add(existsSync(file) ? readFileSync(file, "utf8") : "");
}

/**
 * All files below a folder, except the ignored.
 *
 * @param root folder of the course
 * @param folder from the root; it need not exist
 * @returns paths from the root, with "/" on every system, sorted
 * @throws CourseError naming a symbolic link: degit breaks them
 */
export function filesBelow(
  root: string,
  folder: string,
  ignores: Ignores,
): string[] {
  return existsSync(join(root, folder))
    ? below(root, folder, ignores).sort()
    : [];
}

function below(root: string, folder: string, ignores: Ignores): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(
    (entry) => {
      const path = `${folder}/${entry.name}`;
      if (ignores(entry.isDirectory() ? `${path}/` : path)) return [];
      if (entry.isSymbolicLink())
        throw new CourseError(
          `${path} — символическая ссылка, а degit их портит. Положите туда файл.`,
        );
      return entry.isDirectory() ? below(root, path, ignores) : [path];
    },
  );
}

/** A folder's files: path inside it, with "/" → where the content stands. */
export type Files = Map<string, string>;

/**
 * The files of one folder of the course, as a student gets them.
 *
 * @param root folder of the course
 * @param folder from the root, such as "labs/bauth04"
 * @returns empty when there is no such folder
 */
export function filesOf(
  root: string,
  folder: string,
  ignores: Ignores = ignoredIn(root),
): Files {
  return new Map(
    filesBelow(root, folder, ignores).map((path) => [
      path.slice(folder.length + 1),
      join(root, path),
    ]),
  );
}
