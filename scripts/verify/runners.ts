import { once } from "node:events";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { execaNode, type Options } from "execa";
import { stopped, type TestRun } from "./test-run.ts";

/** What a runner is asked to do. */
export type Job = {
  /** Absolute path of a lab's or solution's copy. */
  folder: string;
  /** Which test files, from the folder; empty for all. */
  files: string[];
  /** Names the state of what Vitest reads once, when it starts. */
  setup: string;
  /** After so many failed tests the others need not run; 0 for all. */
  bail?: number;
};

/** What a runner says: a test has ended, or all have. */
export type Message = "progress" | TestRun;

/** What differs between the processes that run tests. */
type NodeOptions = Pick<
  Options,
  "nodePath" | "nodeOptions" | "env" | "extendEnv" | "cwd"
>;

/** Vitest keeps something of every run; a new process starts from nothing. */
const jobsOfOneProcess = 20;

/** How long a runner may take to drop its database and end, ms. */
const gracePeriod = 5_000;

/**
 * Processes that run the tests of folders, as many as there are runs at the
 * same moment. None is left when the process that holds them ends.
 */
export class Runners {
  readonly #limit: number;
  readonly #compiled: string;
  readonly #idle: Runner[] = [];
  readonly #all = new Set<Runner>();

  /**
   * @param sandbox folder in which the copies lie
   * @param limit how long a run may go on without any test ending, ms
   */
  constructor(sandbox: string, limit = 60_000) {
    this.#limit = limit;
    this.#compiled = join(sandbox, "node_modules", ".cache", "compiled");
  }

  /** How many processes there are, at work or idle. */
  get processes(): number {
    return this.#all.size;
  }

  /** Runs tests. A run that does not end is ended. */
  async run(job: Job): Promise<TestRun> {
    const runner = this.#takeIdle(job.folder) ?? this.#start();
    runner.folder = job.folder;
    const outcome = await outcomeOf(runner, job, this.#limit);
    runner.jobs += 1;
    if (runner.jobs >= jobsOfOneProcess) await dismiss(runner);
    if (this.#all.has(runner)) this.#idle.push(runner);
    return outcome;
  }

  /** Ends all processes; resolves when the last one has gone. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#all, dismiss));
  }

  /** The one that knows the folder best. */
  #takeIdle(folder: string): Runner | undefined {
    const at = this.#idle.findIndex((one) => one.folder === folder);
    return this.#idle.splice(Math.max(at, 0), 1)[0];
  }

  #start(): Runner {
    const runner = startRunner(new URL("./runner.ts", import.meta.url), {
      nodeOptions: [],
      env: { NODE_COMPILE_CACHE: this.#compiled, ...process.env },
    });
    this.#all.add(runner);
    void runner.gone.then(() => this.#all.delete(runner));
    return runner;
  }
}

/** A process that serves jobs. */
export type Runner = ReturnType<typeof startRunner>;

/**
 * Starts a process that serves jobs.
 *
 * @param file its program
 * @param how where and as what it runs
 */
export function startRunner(file: URL, how: NodeOptions) {
  const stop = new AbortController();
  const child = execaNode(file, {
    ...how,
    ipc: true,
    // What it prints and says is read as it comes, and not kept.
    buffer: false,
    all: true,
    stdin: "ignore",
    cancelSignal: stop.signal,
    gracefulCancel: true,
    forceKillAfterDelay: gracePeriod,
    reject: false,
  });
  const runner = {
    child,
    stop: () => stop.abort(),
    // Not when its streams end: what it started may still hold those.
    gone: once(child.nodeChildProcess, "exit"),
    jobs: 0,
    folder: "",
    printed: "",
  };
  child.all.setEncoding("utf8").on("data", (text: string) => {
    runner.printed = (runner.printed + text).slice(-4_000);
  });
  return runner;
}

/**
 * What a job comes to; a runner that brings none is ended.
 *
 * @param limit how long it may go on without any test ending, ms
 */
export async function outcomeOf(
  runner: Runner,
  job: Job,
  limit: number,
): Promise<TestRun> {
  const { child } = runner;
  runner.printed = "";
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    runner.stop();
  }, limit);
  const refresh = () => timer.refresh();
  child.nodeChildProcess.on("message", refresh);
  let ran: TestRun | undefined;
  try {
    const [message] = await Promise.all([
      child.getOneMessage({ filter: (one) => one !== "progress" }),
      child.sendMessage(job),
    ]);
    ran = message as unknown as TestRun;
  } catch {
    // It has ended, and what it printed may still be on its way.
    await child;
  } finally {
    clearTimeout(timer);
    child.nodeChildProcess.off("message", refresh);
  }
  if (ran && !isLate) return ran;
  await dismiss(runner);
  if (!isLate)
    return stopped(
      readable(runner.printed) || "процесс с тестами завершился молча",
    );
  const message = `за ${limit / 1000} с не закончился ни один тест: похоже на бесконечный цикл`;
  return { ...stopped(message), limit: message };
}

/** Ends a runner, also one that does not listen. */
export async function dismiss({ stop, gone }: Runner): Promise<void> {
  stop();
  await gone;
}

/** What a process printed, without warnings of packages. */
function readable(text: string): string {
  return stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => !/^\(node:\d+\)|^\(Use `node --trace/.test(line))
    .join("\n")
    .trim();
}
