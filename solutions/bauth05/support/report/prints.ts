import { stripVTControlCharacters } from "node:util";
import type { UserConsoleLog } from "vitest";
import { placeIn } from "./place.ts";

/** So many lines of a test are shown, and so many characters of each. */
const LINES = 10;
const WIDTH = 200;

/** What the student's own code printed, by test. */
export class Prints {
  readonly #lines = new Map<string, string[]>();

  /** Keeps what src/ printed itself; libraries log what they like. */
  add({ taskId, type, content, origin }: UserConsoleLog): void {
    const place = origin && ownPlace(origin);
    if (!taskId || !place) return;
    const lines = this.#lines.get(`${taskId} ${type}`) ?? [];
    if (lines.length > LINES) return;
    lines.push(
      ...stripVTControlCharacters(content)
        .trimEnd()
        .split("\n", LINES + 1),
    );
    this.#lines.set(`${taskId} ${type}`, lines);
  }

  /**
   * What to show below a test.
   * @param failed the log of errors is of interest only then: tests break
   *   things on purpose
   */
  of(taskId: string, failed: boolean): string[] {
    const lines = ["stdout", ...(failed ? ["stderr"] : [])].flatMap(
      (type) => this.#lines.get(`${taskId} ${type}`) ?? [],
    );
    return [
      ...lines.slice(0, LINES).map(cut),
      ...(lines.length > LINES ? ["… дальше вывод обрезан"] : []),
    ];
  }

  /** Whether a test's code printed anything that is not about an error. */
  has(taskId: string): boolean {
    return this.#lines.has(`${taskId} stdout`);
  }

  clear(): void {
    this.#lines.clear();
  }
}

/** The line that called console, below what records it. */
function ownPlace(origin: string) {
  const caller = origin
    .split("\n")
    .find((line) => /^\s+at /.test(line) && !/\/support\//.test(line));
  return caller && placeIn(caller);
}

function cut(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line;
}
