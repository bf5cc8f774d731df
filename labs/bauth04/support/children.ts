import { execFileSync } from "node:child_process";

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
  const table = tried(() =>
    execFileSync("ps", ["-A", "-o", "ppid=,pid="], { encoding: "utf8" }),
  );
  return (table ?? "")
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([ppid, pid]) => (ppid === parent && pid ? [pid] : []));
}

/** Most of them end by themselves, perhaps at this very moment. */
function tried<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
