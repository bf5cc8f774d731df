/**
 * Runs the tests, and with them what a student wrote, in a thread that ends
 * with the run. Vitest's own pool would start it when all else is ready; here
 * it has started long before, and in watch mode as soon as a run is over.
 * @see https://vitest.dev/guide/advanced/pool
 */
import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import type {
  PoolOptions,
  PoolRunnerInitializer,
  PoolWorker,
  Vite,
  WorkerRequest,
} from "vitest/node";
import { embed, endThreads, startThread, takeThread } from "./threads.mjs";

/** What the report has to begin with; see reporter.ts. */
const shared = globalThis as { databaseProblem?: string };

export const pool: PoolRunnerInitializer = {
  name: "threads of the course",
  createPoolWorker: (options) => new TestThread(options),
};

/** Ends the thread that waits for a next run when there is none. */
export const threadsEnd: Vite.Plugin = {
  name: "threads-end",
  configureVitest: ({ vitest }) => vitest.onClose(endThreads),
};

class TestThread implements PoolWorker {
  readonly name = pool.name;
  readonly #options: PoolOptions;
  #thread: Worker | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  on(event: string, listen: (...values: unknown[]) => void): void {
    this.#thread!.on(event, listen);
  }

  off(event: string, listen: (...values: unknown[]) => void): void {
    this.#thread?.off(event, listen);
  }

  send(message: WorkerRequest): void {
    this.#thread?.postMessage(message);
  }

  deserialize(message: unknown): unknown {
    return message;
  }

  async start(): Promise<void> {
    const { env, project } = this.#options;
    const { outputStream, errorStream } = project.vitest.logger;
    if (embed()) shared.databaseProblem = undefined;
    this.#thread = takeThread();
    this.#thread.stdout.pipe(outputStream, { end: false });
    this.#thread.stderr.pipe(errorStream, { end: false });
    this.#thread.on("message", ({ databaseProblem }) => {
      if (databaseProblem) shared.databaseProblem = databaseProblem;
    });
    this.#thread.postMessage({ environment: env });
  }

  async stop(): Promise<void> {
    const { stdout, stderr } = this.#thread!;
    // What it has printed may still be on its way.
    const printed = [stdout, stderr].map((stream) =>
      stream.closed ? undefined : once(stream, "close"),
    );
    await this.#thread!.terminate();
    await Promise.all(printed);
    if (this.#options.project.config.watch) startThread();
  }
}
