import { readdirSync, readFileSync } from "node:fs";
import { execa } from "execa";

/** A process of this machine. */
export type Process = {
  pid: number;
  parent: number;
  /** Memory that is in use now, shared pages included, bytes. */
  rss: number;
};

/**
 * A process and all its descendants.
 *
 * @returns none on Windows, which has no ps
 */
export async function familyOf(pid: number): Promise<Process[]> {
  return descendants(pid, await allProcesses());
}

async function allProcesses(): Promise<Process[]> {
  if (process.platform === "win32") return [];
  // A small Linux has no `ps`.
  if (process.platform === "linux")
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap(processOf);
  const { stdout } = await execa("ps", ["-A", "-o", "pid=,ppid=,rss="]);
  return stdout.split("\n").map((line) => {
    const [pid = 0, parent = 0, kilobytes = 0] = line
      .trim()
      .split(/\s+/)
      .map(Number);
    return { pid, parent, rss: kilobytes * 1024 };
  });
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function processOf(pid: string): Process[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const number = (name: string) =>
      Number(
        new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0,
      );
    return [
      {
        pid: Number(pid),
        parent: number("PPid"),
        rss: number("VmRSS") * 1024,
      },
    ];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function descendants(pid: number, all: Process[]): Process[] {
  return [
    ...all.filter((process) => process.pid === pid),
    ...all
      .filter(({ parent }) => parent === pid)
      .flatMap((child) => descendants(child.pid, all)),
  ];
}
