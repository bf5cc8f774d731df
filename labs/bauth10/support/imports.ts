import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, posix, relative, sep } from "node:path";
import { parseSync } from "vite";

/**
 * Finds how the files of some folders come to import a module, directly or
 * through other files of the application. Types do not count: nothing of them
 * is left when the code runs.
 * @param folders below the checkpoint's root, as "src/trpc"
 * @param isTarget gets files ("src/auth/auth.ts") and packages as named
 * @param isBorder tells a file that is not looked into: what it imports is its
 *   right, also through files beside it that nobody else uses
 * @returns the ways, each from a file of the folders to the target
 */
export function waysTo(
  folders: string[],
  isTarget: (module: string) => boolean,
  isBorder: (file: string) => boolean,
): string[][] {
  const sources = folders.flatMap(sourcesBelow);
  const beyond = new Set(sources.filter(isBorder).flatMap(partsOf));
  const starts = sources.filter((file) => !beyond.has(file));
  const seen = new Set<string>();
  const ways: string[][] = [];
  const walk = (way: string[]): void => {
    const file = way.at(-1)!;
    if (seen.has(file) || isBorder(file)) return;
    seen.add(file);
    for (const module of valueImportsOf(file)) {
      if (isTarget(module)) ways.push([...way, module]);
      else if (existsSync(module)) walk([...way, module]);
    }
  };
  for (const file of starts) walk([file]);
  return ways;
}

/** A file and those beside it that it imports, directly or not. */
function partsOf(file: string): string[] {
  const parts = new Set([file]);
  for (const part of parts) {
    for (const module of valueImportsOf(part)) {
      if (module.startsWith(`${dirname(file)}/`)) parts.add(module);
    }
  }
  return [...parts];
}

const CODE = /\.[cm]?[jt]sx?$/;

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) =>
      relative(".", `${entry.parentPath}${sep}${entry.name}`).replaceAll(
        sep,
        "/",
      ),
    );
}

/** The modules that a file still imports when its types are gone. */
function valueImportsOf(file: string): string[] {
  if (!CODE.test(file)) return [];
  const code = readFileSync(file, "utf8");
  const { module } = parseSync(file, code);
  const named = module.staticImports
    .filter(({ entries }) => !isOnlyTypes(entries))
    .map(({ moduleRequest }) => moduleRequest.value);
  const exported = module.staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ isType }) => !isType)
    .flatMap(({ moduleRequest }) => moduleRequest?.value ?? []);
  const dynamic = module.dynamicImports
    .map(({ moduleRequest: { start, end } }) => code.slice(start, end))
    .flatMap((name) => /^(["'`])(.*)\1$/.exec(name)?.[2] ?? []);
  return [...named, ...exported, ...dynamic].map((name) =>
    name.startsWith(".") ? fileOf(posix.join(dirname(file), name)) : name,
  );
}

/** A bare `import "…"` names nothing and stays. */
function isOnlyTypes(entries: { isType: boolean }[]): boolean {
  return entries.length > 0 && entries.every(({ isType }) => isType);
}

/** The file that an import means, with another ending or without one. */
function fileOf(path: string): string {
  const names = [
    path,
    path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2"),
    ...[".ts", ".tsx", ".js", "/index.ts", "/index.tsx"].map(
      (ending) => path + ending,
    ),
  ];
  return names.find((name) => CODE.test(name) && existsSync(name)) ?? path;
}
