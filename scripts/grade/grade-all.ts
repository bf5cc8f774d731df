import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { filesOf } from "../course/files.ts";
import { fingerprint } from "../course/fingerprint.ts";
import { RunCache } from "../process/run-cache.ts";
import { Sandbox } from "../verify/sandbox.ts";
import { bubblewrapHere } from "../machine/bubblewrap.ts";
import { EmptyCluster } from "./database.ts";
import type { Grade } from "./grade.ts";
import { Grader } from "./grader.ts";
import { Journal } from "./journal.ts";
import type { Limits } from "./limits.ts";
import { Queue } from "./queue.ts";
import type { Submission } from "./submissions.ts";
import { cleared, Workplace } from "./workplace.ts";

export type Options = {
  /** Folder of the course. */
  root: string;
  /** Where outcomes are kept, so that a next call goes on from them. */
  out: string;
  limits: Limits;
  /** How many at a time. */
  jobs: number;
  /** Repeats what has been graded. */
  fresh?: boolean;
  /** Also runs what nothing here can confine. */
  trust?: boolean;
  signal?: AbortSignal;
  /** Hears of each grade. */
  onGrade?(grade: Grade, done: number): void;
};

/** This machine would grade wrong; the message is Russian. */
export class UnfitMachine extends Error {}

/**
 * Grades submissions, several at a time.
 *
 * @returns the grades, in the order of the submissions
 * @throws UnfitMachine when not even a solution of the course passes here; or
 *   the signal's reason
 */
export async function gradeAll(
  submissions: Submission[],
  options: Options,
): Promise<Grade[]> {
  const { root, out, signal, onGrade } = options;
  const sandbox = new Sandbox(root);
  await sandbox.install();
  clearAway(join(sandbox.folder, "grade"));
  const bubblewrap = await bubblewrapHere();
  const means = {
    sandbox,
    bubblewrap,
    limits: options.limits,
    cluster: await EmptyCluster.of(sandbox),
  };
  const workplaces = Array.from(
    { length: options.jobs },
    (_, at) => new Workplace(means, `${process.pid}-${at + 1}`),
  );
  const close = () =>
    Promise.all(workplaces.map((workplace) => workplace.close()));
  const stop = () => void close();
  signal?.addEventListener("abort", stop);
  const circumstances = [
    bubblewrap ? "bubblewrap" : "permissions",
    JSON.stringify(options.limits),
    versionIn(root),
  ];
  const rules = {
    root,
    journal: new Journal(join(out, "begun"), options.fresh),
    circumstances,
    mayRunSites: Boolean(bubblewrap || options.trust),
    signal,
  };
  const cache = new RunCache(join(out, "runs"), options.fresh);
  const grader = new Grader({ ...rules, cache });

  const grades: Grade[] = [];
  const queue = new Queue(submissions);
  let done = 0;
  const work = async (workplace: Workplace) => {
    for (;;) {
      const next = queue.next(workplace);
      if (!next) return;
      signal?.throwIfAborted();
      const grade = await grader.grade(next.submission, workplace);
      grades[next.at] = grade;
      done += 1;
      onGrade?.(grade, done);
    }
  };
  try {
    // Once a machine, and not once a class.
    const control = new Grader({ ...rules, cache: RunCache.of(root) });
    await checkMachine(control, workplaces[0]!, root);
    await Promise.all(workplaces.map(work));
    return grades;
  } finally {
    signal?.removeEventListener("abort", stop);
    await close();
    for (const workplace of workplaces) workplace.clear();
  }
}

/**
 * Names the state of the grading itself: a mistake of it goes with the version
 * that made it.
 *
 * @param root folder of the course
 */
export function versionIn(root: string): string {
  const files = ["scripts/grade", "scripts/verify"].flatMap((folder) =>
    Array.from(filesOf(root, folder).values()),
  );
  return fingerprint(
    new Map(files.map((file) => [relative(root, file), file])),
  );
}

/** What a grading has left that was killed, as its process id tells. */
function clearAway(places: string): void {
  if (!existsSync(places)) return;
  for (const name of readdirSync(places)) {
    const [, pid] = /^(\d+)-\d+$/.exec(name) ?? [];
    if (pid && !isRunning(Number(pid))) cleared(join(places, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A solution of the course has to pass before anybody is told that he fails. */
async function checkMachine(
  grader: Grader,
  workplace: Workplace,
  root: string,
): Promise<void> {
  const control = {
    student: "",
    lab: "bauth01",
    folder: join(root, "solutions/bauth01"),
  };
  const { verdict, reason, refusals } = await grader.grade(
    control,
    workplace,
    // What is wrong with this machine may be put right at any time.
    ({ run: { broken, limit } }) => broken.length === 0 && !limit,
  );
  if (verdict === "passed") return;
  throw new UnfitMachine(
    `На этой машине не проходит даже решение solutions/bauth01, поэтому оценкам нельзя верить: ${reason || refusals[0]?.says}\nЧто делать: выполните pnpm verify bauth01.`,
  );
}
