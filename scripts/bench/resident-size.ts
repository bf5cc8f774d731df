import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { familyOf, type Process } from "../process/family.ts";

/**
 * The most memory that a process and all its descendants have at one moment.
 * On Linux shared pages are counted once (PSS), elsewhere once per process
 * (RSS), which says more than is used.
 *
 * @param pid the process to watch until it has ended
 * @param ended resolves when it has
 * @returns bytes; undefined on Windows, which has no ps
 */
export async function peakMemory(
  pid: number,
  ended: PromiseLike<unknown>,
): Promise<number | undefined> {
  if (process.platform === "win32") return undefined;
  let peak = 0;
  let running = true;
  const over = Promise.resolve(ended).finally(() => (running = false));
  while (running) {
    const sizes = (await familyOf(pid)).map(memory);
    peak = Math.max(
      peak,
      sizes.reduce((total, size) => total + size, 0),
    );
    await Promise.race([over, pause(20)]);
  }
  return peak;
}

function memory({ pid, rss }: Process): number {
  if (process.platform !== "linux") return rss;
  try {
    // https://www.kernel.org/doc/Documentation/ABI/testing/procfs-smaps_rollup
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  } catch {
    // It has ended since it was seen.
    return 0;
  }
}
