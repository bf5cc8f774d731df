import { availableParallelism } from "node:os";
import type { ListrTask } from "listr2";
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
    // One more than there are cores: a run also waits, for Next.js or a server.
    const queue = new PQueue({ concurrency: availableParallelism() + 1 });
    const begun = groups.map(({ title, tasks }) => ({
      title,
      tasks: tasks.map(({ weight: priority, run }) =>
        queue.add(
          () => {
            signal?.throwIfAborted();
            return run();
          },
          { priority },
        ),
      ),
    }));
    const all = Promise.all(begun.flatMap(({ tasks }) => tasks));
    // It is asked for once everything has been shown.
    all.catch(() => {});
    await withProgress(begun.map(lineOf), { quiet });
    return reportOf((await all).flat());
  } finally {
    signal?.removeEventListener("abort", end);
    await runners.close();
  }
}

/** Says how far some checks are, and at the end how many of them failed. */
function lineOf({
  title,
  tasks,
}: {
  title: string;
  tasks: Promise<Check[]>[];
}): ListrTask {
  const task: ListrTask["task"] = async (_, line) => {
    let done = 0;
    const count = (checks: Check[]) => {
      done += 1;
      if (tasks.length > 1)
        line.title = `${title} — ${done} из ${tasks.length}`;
      return checks;
    };
    const checks = await Promise.all(tasks.map((one) => one.then(count)));
    const { failed } = reportOf(checks.flat());
    if (failed > 0) throw new Error(`не прошло проверок: ${failed}`);
  };
  return { title, task };
}
