import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { getEachMessage, sendMessage } from "execa";
import type * as VitestApi from "vitest/node";
import { endWithParent } from "../process/parent.ts";
import type { Job, Message } from "./runners.ts";
import { collected, isTampered } from "./collected.ts";
import { stopped, type TestRun } from "./test-run.ts";

/** A Vitest that has run tests, and for which job it was started. */
type Started = { vitest: VitestApi.Vitest; job: Job };

/** A lab's own support says here which migration the database refused. */
const shared = globalThis as { databaseProblem?: string };

/** Where the tests run, if not in a thread of this process. */
export type Means = {
  pool?: VitestApi.PoolRunnerInitializer;
  /** Runs the test that has to fail, too. See support/tampering.ts. */
  canary?: boolean;
  /** Adds what Vitest does not know of a run. */
  amend?: (run: TestRun) => TestRun;
};

let means: Means = {};
let started: Started | undefined;
let ran: TestRun;

/**
 * Runs the tests of the folders that the parent process names, one after
 * another, and tells it what they came to; ends with the parent. Starting
 * Vitest takes longer than most steps' tests, so it stays for the next answer
 * in the same folder.
 */
export async function serveJobs(how: Means = {}): Promise<void> {
  means = how;
  await endWithParent(leave);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, leave);
  for await (const job of getEachMessage())
    say(await outcomeOf(job as Job));
}

async function outcomeOf(job: Job): Promise<TestRun> {
  ran = { tests: [], broken: [] };
  shared.databaseProblem = undefined;
  try {
    if (started && canServe(started, job)) await runAgain(started, job);
    else await runFirst(job);
  } catch (error) {
    await close();
    const { message } = error as Error;
    return { tests: [], broken: [{ where: "vitest", message }] };
  }
  if (shared.databaseProblem) return stopped(shared.databaseProblem);
  return means.amend?.(ran) ?? ran;
}

function canServe(
  { job }: Started,
  { folder, setup, bail }: Job,
): boolean {
  return job.folder === folder && job.setup === setup && job.bail === bail;
}

async function runFirst(job: Job): Promise<void> {
  await close();
  const { folder, files, bail } = job;
  process.chdir(folder);
  const { createVitest } = await vitestOf(folder);
  const vitest = await createVitest("test", {
    root: folder,
    watch: false,
    bail,
    // Bundled, it would be written beside the packages.
    ...(means.pool && { pool: means.pool, configLoader: "native" }),
    reporters: [
      {
        knowsCanary: means.canary,
        onTestCaseResult: () => say("progress"),
        onTestRunEnd: (modules, errors) => {
          ran = collected(folder, modules, errors);
          if (means.canary) ran.isTampered = isTampered(vitest, modules);
        },
      } as VitestApi.Reporter,
    ],
  });
  started = { vitest, job };
  await vitest.start(files);
}

/** As in watch mode after a save, except that nobody has watched the files. */
async function runAgain(
  { vitest }: Started,
  { folder, files }: Job,
): Promise<void> {
  const environments = vitest.projects.flatMap(({ vite }) =>
    Object.values(vite.environments),
  );
  for (const { moduleGraph, pluginContainer } of environments) {
    // Also tests and support: Vite has written into them which files of src/
    // there are, and how they are called.
    for (const file of moduleGraph.fileToModulesMap.keys())
      vitest.invalidateFile(file);
    // Which files there are, it has remembered as well.
    await pluginContainer.watchChange(join(folder, "src"), {
      event: "update",
    });
  }
  vitest.clearSpecificationsCache();
  await vitest.rerunTestSpecifications(
    await vitest.globTestSpecifications(files),
  );
}

async function close(): Promise<void> {
  const last = started;
  started = undefined;
  await last?.vitest.close();
}

/** The Vitest that the folder's tests will import. */
async function vitestOf(folder: string): Promise<typeof VitestApi> {
  const require = createRequire(join(folder, "package.json"));
  return import(pathToFileURL(require.resolve("vitest/node")).href);
}

function say(message: Message): void {
  // Whoever no longer listens has ended this process already.
  sendMessage(message).catch(() => {});
}

/** Drops the database, then ends. */
async function leave(): Promise<void> {
  if (started) {
    const { vitest } = started;
    const cancel = () =>
      vitest.cancelCurrentRun("keyboard-input").catch(() => {});
    // Asked a second time, it ends a thread that does not listen.
    await Promise.all([cancel(), cancel()]);
    await close();
  }
  process.exit();
}
