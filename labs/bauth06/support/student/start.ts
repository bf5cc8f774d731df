import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "./refusal.ts";
import { textOf, withOwnEnds, workIn } from "./work.ts";

/** What a lab's folder held before anybody worked in it. */
export type Start = {
  /** By path: the content of what a student may change. */
  files: Record<string, string>;
  /** By path: the SHA-256 of all else, which only shows whether it changed. */
  others: Record<string, string>;
};

/** The course writes it: scripts/compose/start.ts. */
const FILE = "support/start.json";

/**
 * How a lab began.
 * @param folder of a lab or a solution
 * @throws Refusal when the file that says so is missing or broken
 */
export function startOf(folder = process.cwd()): Start {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), "utf8")) as Start;
  } catch {
    throw new Refusal(
      `Файла ${join(folder, FILE)} нет, или он не читается, а в нём — начало лабораторной. Возьмите её заново в новую папку и верните файл оттуда.`,
    );
  }
}

/** A file that is not as it was; one of the two is missing where it is. */
export type Change = { path: string; before?: string; after?: Buffer };

/**
 * What somebody has done in a lab since its start, by path: changed, added
 * and deleted files.
 * @throws Refusal when the start is not known
 */
export function changesOf(folder = process.cwd()): Change[] {
  const { files } = startOf(folder);
  const changed = Object.entries(files).flatMap(
    ([path, before]): Change[] => {
      const file = join(folder, path);
      if (!existsSync(file)) return [{ path, before }];
      const after = readFileSync(file);
      return textOf(after) === before ? [] : [{ path, before, after }];
    },
  );
  const added = Array.from(workIn(folder), ([path, after]) => ({
    path,
    after,
  })).filter(({ path }) => !(path in files));
  return [...changed, ...added].sort((one, other) =>
    one.path < other.path ? -1 : 1,
  );
}

/**
 * Says which files of tests/ and support/ are not as they were: then the
 * tests may not mean what they say.
 * @returns a sentence with what to do; empty when all is well
 * @throws Refusal when the start is not known
 */
export function strangers(folder = process.cwd()): string {
  const differing = Object.entries(startOf(folder).others)
    .filter(([path]) => /^(tests|support)\//.test(path))
    .filter(([path, hash]) => hashIn(folder, path) !== hash)
    .map(([path]) => path);
  if (differing.length === 0) return "";
  const more =
    differing.length > 3 ? ` и ещё ${differing.length - 3}` : "";
  return `Не такие, какими были: ${differing.slice(0, 3).join(", ")}${more}. Это не часть задания: возьмите лабораторную заново в новую папку и верните эти файлы оттуда.`;
}

function hashIn(folder: string, path: string): string | undefined {
  const file = join(folder, path);
  if (!existsSync(file)) return undefined;
  const content = withOwnEnds(readFileSync(file));
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Copies a lab as it was at its start, whatever somebody did in it since, and
 * nothing that was made there: packages, data, a build.
 * @param from a lab of a clone
 * @param to an empty folder
 * @throws Refusal when the start is not known
 */
export function copyStart(from: string, to: string): void {
  const { files, others } = startOf(from);
  for (const path of [...Object.keys(others), FILE]) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(from, path), join(to, path));
  }
  for (const [path, text] of Object.entries(files)) write(to, path, text);
}

/** Writes a file as it was at the start. */
export function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
