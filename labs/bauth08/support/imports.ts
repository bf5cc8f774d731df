import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, posix, relative, sep } from "node:path";

const STATEMENT =
  /(?:^|[;}])\s*(?:import|export)\s+(?!type\b)([^"'`;]*?)\s*from\s*["']([^"']+)["']/gm;
const BARE = /(?:^|;)\s*import\s*["']([^"']+)["']/gm;
const DYNAMIC = /(?<!typeof\s)\bimport\s*\(\s*["'`]([^"'`]+)["'`]/g;

/**
 * Finds how the files of some folders come to import a module, directly or
 * through other files of the application. Types do not count: nothing of them
 * is left when the code runs.
 * @param folders below the checkpoint's root, as "src/trpc"
 * @param isTarget gets files ("src/auth/auth.ts") and packages as named
 * @param border a file that is not looked into: what it imports is its right
 * @returns the ways, each from a file of the folders to the target
 */
export function waysTo(
  folders: string[],
  isTarget: (module: string) => boolean,
  border: string,
): string[][] {
  const seen = new Set([border]);
  const ways: string[][] = [];
  const walk = (way: string[]): void => {
    const file = way.at(-1)!;
    if (seen.has(file)) return;
    seen.add(file);
    for (const module of valueImportsOf(file)) {
      if (isTarget(module)) ways.push([...way, module]);
      else if (existsSync(module)) walk([...way, module]);
    }
  };
  for (const folder of folders) {
    for (const file of sourcesBelow(folder)) walk([file]);
  }
  return ways;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) =>
      relative(".", `${entry.parentPath}${sep}${entry.name}`).replaceAll(
        sep,
        "/",
      ),
    );
}

function valueImportsOf(file: string): string[] {
  const code = withoutComments(readFileSync(file, "utf8"));
  const named = [...code.matchAll(STATEMENT)]
    .filter(([, names]) => !onlyTypes(names!))
    .map(([, , module]) => module!);
  const others = [...code.matchAll(BARE), ...code.matchAll(DYNAMIC)].map(
    ([, module]) => module!,
  );
  return [...named, ...others].map((module) =>
    module.startsWith(".")
      ? fileOf(posix.join(dirname(file), module))
      : module,
  );
}

/** Is it `{ type A, type B }`? */
function onlyTypes(names: string): boolean {
  const list = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  const items = list?.split(",").map((name) => name.trim()) ?? [];
  return (
    items.length > 0 &&
    items.every((name) => name === "" || name.startsWith("type "))
  );
}

/** The file that an import without an ending means. */
function fileOf(path: string): string {
  const endings = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"];
  return (
    endings
      .map((ending) => path + ending)
      .find((name) => /\.tsx?$/.test(name) && existsSync(name)) ?? path
  );
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}
