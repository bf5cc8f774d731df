import { availableParallelism } from "node:os";
import PQueue from "p-queue";
import { type Group, checksOf } from "./checks.ts";
import { type Check, type Report, reportOf } from "./report.ts";
import { Memory } from "./memory.ts";
import { Runners } from "./runners.ts";
import type { Sandbox } from "./sandbox.ts";

/** Takes note of how far the verification is. */
export type Progress = {
  /** Called once, before the first check, with what will be looked at. */
  begin(groups: Group[]): void;
  /** Called after each task of a group. */
  done(group: Group, checks: Check[]): void;
};

/**
 * Verifies the course, or some of its steps.
 *
 * @param sandbox of the course, installed
 * @param steps such as ["bauth04"]; all when undefined
 * @param options.memory of earlier runs; without one every run is repeated
 * @param options.signal ends everything that runs
 * @throws CourseError that lists everything wrong in the step.json files
 */
export async function verify(
  sandbox: Sandbox,
  steps?: string[],
  {
    memory = new Memory(undefined),
    signal,
    progress,
  }: { memory?: Memory; signal?: AbortSignal; progress?: Progress } = {},
): Promise<Report> {
  const runners = new Runners(sandbox.folder);
  const end = () => void runners.close();
  signal?.addEventListener("abort", end);
  try {
    const groups = checksOf({ sandbox, runners, memory }, steps);
    progress?.begin(groups);
    const queue = new PQueue({ concurrency: availableParallelism() });
    const checks = await Promise.all(
      groups.flatMap((group) =>
        group.tasks.map((task) =>
          queue.add(
            async () => {
              signal?.throwIfAborted();
              const found = await task.run();
              progress?.done(group, found);
              return found;
            },
            { priority: task.weight },
          ),
        ),
      ),
    );
    return reportOf(checks.flat());
  } finally {
    signal?.removeEventListener("abort", end);
    await runners.close();
  }
}
