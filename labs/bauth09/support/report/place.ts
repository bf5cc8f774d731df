import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Exception } from "../faults.ts";

/** A line of the student's own code. */
export type Place = {
  file: string;
  /** From 1; 0 where only the file is known. */
  line: number;
};

/** Files of the folder that a student writes or may change. */
const OWN = /^(src|drizzle)\/|^[\w.-]+\.config\.\w+$/;

/** It only reports what is missing; who asked for it is of interest. */
const HELPER = "src/env.ts";

/**
 * Where in the student's code an exception comes from: the first line of it
 * in the stack of the exception, or else of its cause.
 * @param root folder of the lab
 */
export function placeOf(
  exception: Exception,
  root = process.cwd(),
): Place | undefined {
  const all = placesOf(exception, root);
  return all.find(({ file }) => file !== HELPER) ?? all[0];
}

/** All lines of the student's code on the way of an exception. */
export function placesOf(
  exception: Exception,
  root = process.cwd(),
): Place[] {
  return [
    ...framesOf(exception, root),
    ...(exception.cause ? placesOf(exception.cause, root) : []),
  ];
}

/** Whether the student's own line threw, not a library that it called. */
export function isThrownByOwnLine(
  exception: Exception,
  root = process.cwd(),
): boolean {
  const first = /^\s+at .*/m.exec(exception.stack ?? "")?.[0];
  return first !== undefined && placeIn(first, root) !== undefined;
}

/** Whether a test stumbled over what it got from the student's code. */
export function isThrownByTest({ stack = "" }: Exception): boolean {
  const first = /^\s+at .*/m.exec(stack)?.[0] ?? "";
  return /[\\/]tests[\\/]bauth\d+\.test\.ts/.test(first);
}

function framesOf({ stack = "" }: Exception, root: string): Place[] {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .flatMap((line) => placeIn(line, root) ?? []);
}

/** The place that one line of a stack names, when it is one of the student's. */
export function placeIn(
  line: string,
  root = process.cwd(),
): Place | undefined {
  const text = decoded(line).replaceAll("\\", "/");
  if (/node_modules|node:|\.next/.test(text)) return undefined;
  const folder = `${root.replaceAll("\\", "/")}/`;
  const at = text.lastIndexOf(folder);
  const [, file, number] =
    (at < 0
      ? /(?:.*[\s(/])??((?:src|drizzle)\/.+?):(\d+)/.exec(text)
      : /^(.+?):(\d+)/.exec(text.slice(at + folder.length))) ?? [];
  if (!file || !OWN.test(file)) return undefined;
  return { file, line: Number(number) };
}

function decoded(line: string): string {
  if (!line.includes("file://")) return line;
  try {
    return decodeURIComponent(line);
  } catch {
    return line;
  }
}

/** The first line of the sources that has this in it. */
export function lineWith(
  what: RegExp,
  files?: string[],
  root = process.cwd(),
): Place | undefined {
  for (const file of files ?? sources(root)) {
    const lines = linesOf(file, root);
    const at = lines.findIndex((line) => what.test(withoutComment(line)));
    if (at >= 0) return { file, line: at + 1 };
  }
  return undefined;
}

/** The settings of auth first, then its folder: most mistakes are there. */
function sources(root: string): string[] {
  try {
    return readdirSync(join(root, "src"), { recursive: true })
      .map((name) => `src/${String(name).replaceAll("\\", "/")}`)
      .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
      .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  } catch {
    return [];
  }
}

function rank(file: string): number {
  if (file === "src/auth/auth.ts") return 0;
  return file.startsWith("src/auth/") ? 1 : 2;
}

function withoutComment(line: string): string {
  return line.replace(/^\s*(\/\/|\/?\*).*|\s\/\/ .*/, "");
}

function linesOf(file: string, root: string): string[] {
  try {
    return readFileSync(join(root, file), "utf8").split("\n");
  } catch {
    return [];
  }
}
