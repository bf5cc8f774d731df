import { availableParallelism } from "node:os";
import PQueue from "p-queue";
import { RunCache } from "../process/run-cache.ts";
import { type Check, type Report, reportOf } from "../report/finding.ts";
import { withProgress } from "../report/progress.ts";
import { type Choice, groupsOf } from "./groups.ts";
import { Runners } from "./runners.ts";
import type { Sandbox } from "./sandbox.ts";

export type Options = Choice & {
  /** Of earlier runs; without one every run is repeated. */
  cache?: RunCache;
  /** Which database the tests run on; the embedded one when empty. */
  database?: string;
  /** Ends everything that runs. */
  signal?: AbortSignal;
  /** Shows no progress. */
  quiet?: boolean;
};

/**
 * Verifies the course, or a part of it, and shows how far it is.
 *
 * @param sandbox of the course, installed
 * @throws CourseError that lists everything wrong in the step.json files; or
 *   the signal's reason when it was stopped
 */
export async function verify(
  sandbox: Sandbox,
  {
    cache = new RunCache(),
    database = "",
    signal,
    quiet,
    ...choice
  }: Options = {},
): Promise<Report> {
  const runners = new Runners(sandbox.folder);
  const end = () => void runners.close();
  signal?.addEventListener("abort", end);
  try {
    const groups = groupsOf({ sandbox, runners, cache, database }, choice);
    const queue = new PQueue({ concurrency: availableParallelism() });
    const made: Check[][] = [];
    const errors: unknown[] = [];
    await withProgress(
      groups.map(({ title, tasks }, index) => ({
        title,
        task: async (_, line) => {
          let done = 0;
          const checks = await Promise.all(
            tasks.map(({ run, weight: priority }) =>
              queue.add(
                async () => {
                  signal?.throwIfAborted();
                  if (errors.length > 0) throw errors[0];
                  const found = await run();
                  done += 1;
                  if (tasks.length > 1)
                    line.title = `${title} — ${done} из ${tasks.length}`;
                  return found;
                },
                { priority },
              ),
            ),
          ).catch((error: unknown) => {
            errors.push(error);
            throw error;
          });
          made[index] = checks.flat();
          const { failed } = reportOf(made[index]);
          if (failed > 0) throw new Error(`не прошло проверок: ${failed}`);
        },
      })),
      { quiet },
    );
    if (errors.length > 0) throw errors[0];
    return reportOf(made.flat());
  } finally {
    signal?.removeEventListener("abort", end);
    await runners.close();
  }
}
