import { readdirSync, readFileSync } from "node:fs";
import { dirname, posix, relative, sep } from "node:path";

/** One import: which file asks for which module. */
export type Import = { file: string; target: string };

const SPECIFIER =
  /\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g;

/**
 * Lists what the files of a folder import.
 * @param folder below the checkpoint's root, as "src/trpc"
 * @returns files and relative targets from the root ("src/auth/auth"),
 *   packages as they are named
 */
export function importsBelow(folder: string): Import[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .flatMap((entry) => {
      const path = `${entry.parentPath}${sep}${entry.name}`;
      const file = relative(".", path).replaceAll(sep, "/");
      return [...withoutComments(readFileSync(path, "utf8")).matchAll(SPECIFIER)]
        .map((match) => (match[1] ?? match[2])!)
        .map((name) => ({
          file,
          target: name.startsWith(".")
            ? posix.join(dirname(file), name)
            : name,
        }));
    });
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}
