import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, ignoredIn } from "../course/files.ts";
import type { Facts } from "./facts.ts";

/**
 * Reads what the code on slides may be taken from: all code of solutions/.
 *
 * @param root folder of the course
 * @returns each file's text, to be given to `untestedCode`
 */
export function testedSources(root: string): string[] {
  return filesBelow(root, "solutions", ignoredIn(root))
    .filter((path) => /\.(tsx?|sql|json)$/.test(path))
    .map((path) => flat(readFileSync(join(root, path), "utf8")));
}

/**
 * Proves that code is tested code: the lines of each block on the screen stand
 * together in a file of a solution, whatever their indent. Slidev shows the
 * whole file where a region is missing, and says nothing.
 *
 * @param sources from `testedSources`
 * @returns what is wrong, in Russian
 */
export function untestedCode(
  { code }: Facts,
  sources: string[],
): string[] {
  return code.flatMap((text) => {
    const lines = flat(text);
    const first = `«${text.trim().split("\n")[0]} …»`;
    if (sources.includes(lines) || marker.test(text))
      return [
        `на слайде весь файл, начиная с ${first}: в нём нет участка, который назван после #`,
      ];
    return sources.some((source) => source.includes(lines))
      ? []
      : [`такого кода в solutions/ нет: ${first}`];
  });
}

const marker = /^\s*\/\/ #(end)?region\b/m;

/** Lines without indents, blank lines and marks of regions. */
function flat(source: string): string {
  const lines = source
    .split(/\r?\n/)
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "" && !marker.test(line));
  return `\n${lines.join("\n")}\n`;
}
