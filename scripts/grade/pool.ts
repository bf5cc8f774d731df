/**
 * Runs a submission's tests, and with them all that it does, in a process
 * that may do less than the one that counts the tests.
 * @see https://vitest.dev/guide/advanced/pool
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type {
  PoolOptions,
  PoolRunnerInitializer,
  PoolWorker,
  WorkerRequest,
} from "vitest/node";
import { permissions } from "./confinement.ts";

/** How much a submission may print, bytes. */
const MOST_OUTPUT = 20_000_000;

/** How large the objects of its JavaScript may become, MB. */
const MOST_HEAP = 1_024;

/** What the run says of one that printed more. */
export const TOO_MUCH_OUTPUT = `код печатает без остановки: больше ${MOST_OUTPUT / 1_000_000} МБ`;

/**
 * @param packages the labs' packages
 * @param hasSite the step starts Next.js, in more processes
 */
export function confinedPool(
  packages: string,
  hasSite: boolean,
): PoolRunnerInitializer {
  return {
    name: "confined process",
    createPoolWorker: (options) =>
      new ConfinedProcess(options, packages, hasSite),
  };
}

class ConfinedProcess implements PoolWorker {
  readonly name = "confined process";
  readonly #options: PoolOptions;
  readonly #flags: string[];
  #child: ChildProcess | undefined;
  #printed = 0;

  constructor(options: PoolOptions, packages: string, hasSite: boolean) {
    const { root } = options.project.config;
    this.#options = options;
    this.#flags = hasSite
      ? ["--import", new URL("site.mjs", import.meta.url).href]
      : permissions([packages, root], root);
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
    this.#child = fork(join(root, "support", "test-thread.mjs"), {
      cwd: root,
      env: { ...process.env, ...env },
      execArgv: [
        ...["--no-warnings", "-C", "node", "-C", "development"],
        `--max-old-space-size=${MOST_HEAP}`,
        ...this.#flags,
      ],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      this.#count(stream);
    await once(this.#child, "spawn");
    // Variables of the shell it does not let in: see support/environment.mjs.
    const { NODE_ENV, TZ, BETTER_AUTH_SECRET } = process.env;
    this.#child.send({
      environment: { ...env, NODE_ENV, TZ, BETTER_AUTH_SECRET },
    });
  }

  async stop(): Promise<void> {
    const child = this.#child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Its first words may say what is wrong; the rest is only counted. */
  #count(stream: Readable): void {
    stream.on("data", (chunk: Buffer) => {
      if (this.#printed < 4_000) process.stderr.write(chunk);
      this.#printed += chunk.length;
      if (this.#printed <= MOST_OUTPUT) return;
      stream.destroy();
      process.stderr.write(`\n${TOO_MUCH_OUTPUT}\n`, () => process.exit());
    });
  }
}
