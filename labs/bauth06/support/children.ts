import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * Ends processes and whatever they have started themselves.
 * @param pids ids of processes that have not ended yet
 */
export function endProcesses(pids: Iterable<number>): void {
  const roots = [...pids];
  if (roots.length === 0) return;
  if (process.platform === "win32") {
    for (const pid of roots) tried(() => taskkill(pid));
    return;
  }
  // Stopped first: none can start another one while we look for them.
  const found = new Set(roots);
  for (const pid of found) {
    tried(() => process.kill(pid, "SIGSTOP"));
    for (const child of childrenOf(pid)) found.add(child);
  }
  for (const pid of found) tried(() => process.kill(pid, "SIGKILL"));
}

function taskkill(pid: number): void {
  execFileSync("taskkill", ["/pid", String(pid), "/t", "/f"], {
    stdio: "ignore",
  });
}

function childrenOf(parent: number): number[] {
  return processes().flatMap(([pid, ppid]) =>
    ppid === parent && pid ? [pid] : [],
  );
}

/** Every process and its parent. */
function processes(): (number | undefined)[][] {
  // A small Linux has no `ps`.
  if (process.platform === "linux")
    return (tried(() => readdirSync("/proc")) ?? [])
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [Number(pid), parentOf(pid)]);
  const table = tried(() =>
    execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }),
  );
  return (table ?? "")
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
}

/**
 * "12 (name) S 1 …": the name may hold anything.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function parentOf(pid: string): number | undefined {
  const stat = tried(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields && Number(fields[1]);
}

/** Most of them end by themselves, perhaps at this very moment. */
function tried<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
