import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { blocksOf, type Block } from "./blocks.ts";
import type { Deck, Slide } from "./deck.ts";
import { dedented, regionOf } from "./regions.ts";

/** Typed into a slide, these have to stand in a solution too. */
const languages = new Set(
  "ts tsx typescript js jsx javascript mjs sql sh bash shell json".split(
    " ",
  ),
);

/** The code of a slide, held against the solutions' files. */
export type SlideCode = {
  /** What is wrong, in Russian. */
  problems: string[];
  /** The texts that stand on the slide as code of their own, in order. */
  shown: string[];
  /** The texts that its changing code goes through, in order. */
  frames: string[];
};

/**
 * Proves that the code of a slide is code of solutions/.
 *
 * @param solutions from `solutionTexts`
 */
export function codeOf(
  slide: Slide,
  deck: Deck,
  solutions: string[],
): SlideCode {
  const code: SlideCode = { problems: [], shown: [], frames: [] };
  for (const block of blocksOf(slide.markdown)) {
    if (block.kind === "import") {
      const found = imported(block, slide, deck);
      if ("problem" in found) code.problems.push(found.problem);
      else code.shown.push(found.text);
    } else if (languages.has(block.language)) {
      const text = dedented(block.text);
      if (!isTested(text, solutions)) code.problems.push(untested(text));
      code[block.kind === "frame" ? "frames" : "shown"].push(text);
    }
  }
  return code;
}

/** The texts of all solutions' files, as `isTested` compares them. */
export function solutionTexts(root: string): string[] {
  return globSync("solutions/*/{src,drizzle,tests}/**/*.{ts,tsx,sql}", {
    cwd: root,
  })
    .concat(globSync("solutions/*/*.{ts,json}", { cwd: root }))
    .map((path) => join(root, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => flat(readFileSync(path, "utf8")));
}

function imported(
  { path, region }: Block & { kind: "import" },
  slide: Slide,
  { folder, root }: Deck,
): { text: string } | { problem: string } {
  // `@/` is the folder of slides.md.
  const file = path.startsWith("@/")
    ? resolve(folder, path.slice(2))
    : resolve(dirname(slide.path), path);
  const name = relative(root, file).replaceAll("\\", "/");
  if (!name.startsWith("solutions/"))
    return { problem: `<<< ${path}: показывать можно код из solutions/` };
  if (!existsSync(file)) return { problem: `${name}: нет такого файла` };
  if (!region)
    return {
      problem: `<<< ${path}: не сказано, какой участок (…#имя), и на слайд попадает весь файл`,
    };
  const found = regionOf(readFileSync(file, "utf8"), region);
  return "problem" in found
    ? { problem: `${name}: ${found.problem}` }
    : found;
}

/** Whether lines stand together, whatever their indent, in some solution. */
function isTested(text: string, solutions: string[]): boolean {
  return solutions.some((source) => source.includes(flat(text)));
}

/** Its lines without indents, blank lines and marks of regions. */
function flat(source: string): string {
  const lines = source
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^\/\/ #(end)?region\b/.test(line));
  return `\n${lines.join("\n")}\n`;
}

function untested(text: string): string {
  const [first] = text.trim().split("\n");
  return `код набран на слайде, а в solutions/ такого нет: «${first} …»`;
}
