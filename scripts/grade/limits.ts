import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { familyOf } from "../process/family.ts";

/** What a submission may take. */
export type Limits = {
  /** s, its start included */
  time: number;
  /** s in which no test ends */
  silence: number;
  /** MB, of all its processes */
  memory: number;
  /** MB, that it writes to its folder */
  disk: number;
  processes: number;
};

/** Between two looks, ms. */
const INTERVAL = 100;

/**
 * Watches a submission's processes until somebody has had enough.
 *
 * @param pid of the process that started them; it belongs to them
 * @param writable the folders that they may write to
 * @param enough ends the watch
 * @returns which limit they broke, in Russian; undefined when none
 */
export async function brokenLimit(
  pid: number,
  writable: string[],
  { time, memory, disk, processes }: Limits,
  enough: AbortSignal,
): Promise<string | undefined> {
  const end = Date.now() + time * 1_000;
  while (!enough.aborted) {
    const family = await familyOf(pid);
    const used = family.reduce((sum, { rss }) => sum + rss, 0);
    if (Date.now() > end) return `тесты шли дольше ${time} с`;
    if (used > memory * 1_000_000)
      return `занято больше ${memory} МБ памяти`;
    if (family.length > processes)
      return `запущено больше ${processes} процессов`;
    const written = writable.reduce((sum, one) => sum + bytesIn(one), 0);
    if (written > disk * 1_000_000)
      return `записано больше ${disk} МБ на диск`;
    await pause(INTERVAL, undefined, { signal: enough }).catch(() => {});
  }
  return undefined;
}

function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce(
      (sum, entry) => {
        const path = join(folder, entry.name);
        return (
          sum +
          (entry.isDirectory() ? bytesIn(path) : lstatSync(path).size)
        );
      },
      0,
    );
  } catch {
    // It goes, or changes, at this very moment.
    return 0;
  }
}
