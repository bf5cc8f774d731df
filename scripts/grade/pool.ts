/**
 * Runs a submission's tests, and with them all that it does, in a process
 * that may do less than the one that counts the tests.
 * @see https://vitest.dev/guide/advanced/pool
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  PoolOptions,
  PoolRunnerInitializer,
  PoolWorker,
  WorkerRequest,
} from "vitest/node";
import type { TestRun } from "../verify/test-run.ts";
import { submissionPermissions } from "./confinement.ts";

/** How much a submission may print, bytes. */
const MOST_OUTPUT = 20_000_000;

/** How large the objects of its JavaScript may become, MB. */
const MOST_HEAP = 1_024;

/** What a lab's own support says: which migration the database refused. */
const shared = globalThis as { databaseProblem?: string };

/** Starts a process for each run, and knows how the last one has ended. */
export class ConfinedPool implements PoolRunnerInitializer {
  readonly name = "confined process";
  readonly #packages: string;
  readonly #hasSite: boolean;
  #last: ConfinedProcess | undefined;

  /**
   * @param packages the labs' packages
   * @param hasSite the step starts Next.js, in more processes
   */
  constructor(packages: string, hasSite: boolean) {
    this.#packages = packages;
    this.#hasSite = hasSite;
  }

  createPoolWorker(options: PoolOptions): PoolWorker {
    const { root } = options.project.config;
    const flags = this.#hasSite
      ? ["--import", new URL("site.mjs", import.meta.url).href]
      : submissionPermissions(this.#packages, root, tmpdir());
    const name = this.name;
    const packages = this.#packages;
    this.#last = new ConfinedProcess({ name, options, packages, flags });
    return this.#last;
  }

  /** Says of a run what the end of its process tells. */
  amend(run: TestRun): TestRun {
    const { limit, end } = this.#last ?? {};
    const message = limit ?? end;
    if (!message) return run;
    const ending = { where: "прогон прервался", message };
    // The tests that have to fail could not fail as they should.
    const isTampered = false;
    return { ...run, isTampered, limit, broken: [ending, ...run.broken] };
  }
}

class ConfinedProcess implements PoolWorker {
  readonly name: string;
  /** Which limit it broke. */
  limit: string | undefined;
  /** How it ended before its tests did. */
  end: string | undefined;
  readonly #options: PoolOptions;
  readonly #packages: string;
  readonly #flags: string[];
  #child: ChildProcess | undefined;
  #printed = 0;
  #isStopped = false;

  constructor(how: {
    name: string;
    options: PoolOptions;
    packages: string;
    flags: string[];
  }) {
    this.name = how.name;
    this.#options = how.options;
    this.#packages = how.packages;
    this.#flags = how.flags;
  }

  on(event: string, listen: (...values: unknown[]) => void): void {
    this.#child!.on(event, listen);
  }

  off(event: string, listen: (...values: unknown[]) => void): void {
    this.#child?.off(event, listen);
  }

  send(message: WorkerRequest): void {
    // One that has ended tells so by its exit.
    this.#child!.send(message, () => {});
  }

  deserialize(message: unknown): unknown {
    return message;
  }

  async start(): Promise<void> {
    const { env, project } = this.#options;
    const { root } = project.config;
    shared.databaseProblem = undefined;
    const child = fork(join(root, "support", "test-thread.mjs"), {
      cwd: root,
      env: { ...process.env, ...env, GRADED_PACKAGES: this.#packages },
      execArgv: [
        ...["--no-warnings", "-C", "node", "-C", "development"],
        `--max-old-space-size=${MOST_HEAP}`,
        ...this.#flags,
      ],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child = child;
    child.stdout!.on("data", (chunk: Buffer) => this.#count(chunk));
    child.stderr!.on("data", (chunk: Buffer) => this.#count(chunk));
    child.on("message", (message) => {
      const { databaseProblem } = Object(message) as typeof shared;
      if (databaseProblem) shared.databaseProblem = databaseProblem;
    });
    child.once("exit", (code, signal) => {
      if (!this.#isStopped)
        this.end = `код завершил процесс тестов: ${signal ?? `код выхода ${code}`}`;
    });
    await once(child, "spawn");
    // Variables of the shell it does not let in: see support/environment.mjs.
    const { NODE_ENV, TZ, BETTER_AUTH_SECRET } = process.env;
    child.send({
      environment: { ...env, NODE_ENV, TZ, BETTER_AUTH_SECRET },
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const child = this.#child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  #count(chunk: Buffer): void {
    this.#printed += chunk.length;
    if (this.#printed <= MOST_OUTPUT || this.limit) return;
    this.limit = `напечатано больше ${MOST_OUTPUT / 1_000_000} МБ`;
    this.#child!.kill("SIGKILL");
  }
}
