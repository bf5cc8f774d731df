import { type Ignores, filesBelow } from "../compose/tree.ts";
import { join } from "node:path";

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
  ignores: Ignores,
): Files {
  return new Map(
    filesBelow(root, folder, ignores).map((path) => [
      path.slice(folder.length + 1),
      join(root, path),
    ]),
  );
}
