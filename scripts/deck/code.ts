import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withoutComments } from "../../slides/lecture/code.ts";
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
 * together in a file of a solution, whatever their indent and the comments
 * between them; "// …" stands for lines that are left out. Slidev shows the
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
    const first = `«${text.trim().split("\n")[0]} …»`;
    const lines = flat(text);
    if (sources.includes(lines) || marker.test(text))
      return [
        `на слайде весь файл, начиная с ${first}: в нём нет участка, который назван после #`,
      ];
    // What a slide leaves out between two parts.
    const parts = text.split(/^\s*\/\/ …$/m).map(flat);
    return sources.some((source) => standsIn(source, parts))
      ? []
      : [`такого кода в solutions/ нет: ${first}`];
  });
}

/** Whether all parts are in a text, one after the other. */
function standsIn(source: string, parts: string[]): boolean {
  let from = 0;
  return parts.every((part) => {
    const at = source.indexOf(part, from);
    // The next part may share the line break that ends this one.
    from = at + part.length - 1;
    return at >= 0;
  });
}

const marker = /^\s*\/\/ #(end)?region\b/m;

/** Lines without indents, blank lines and comments, marks of regions too. */
function flat(source: string): string {
  const lines = withoutComments(source.replaceAll("\r\n", "\n"))
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
  return `\n${lines.join("\n")}\n`;
}
