import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";

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
    const processes = family(pid, await allProcesses());
    const sizes = processes.map(memory);
    peak = Math.max(
      peak,
      sizes.reduce((total, size) => total + size, 0),
    );
    await Promise.race([over, pause(20)]);
  }
  return peak;
}

interface Process {
  pid: number;
  parent: number;
  /** Bytes. */
  rss: number;
}

async function allProcesses(): Promise<Process[]> {
  const { stdout } = await execa("ps", ["-A", "-o", "pid=,ppid=,rss="]);
  return stdout.split("\n").map((line) => {
    const [pid = 0, parent = 0, kilobytes = 0] = line
      .trim()
      .split(/\s+/)
      .map(Number);
    return { pid, parent, rss: kilobytes * 1024 };
  });
}

function family(pid: number, all: Process[]): Process[] {
  return [
    ...all.filter((process) => process.pid === pid),
    ...all
      .filter(({ parent }) => parent === pid)
      .flatMap((child) => family(child.pid, all)),
  ];
}

function memory({ pid, rss }: Process): number {
  if (process.platform !== "linux") return rss;
  try {
    // https://www.kernel.org/doc/Documentation/ABI/testing/procfs-smaps_rollup
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  } catch {
    // It has ended since ps saw it.
    return 0;
  }
}
