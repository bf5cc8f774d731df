import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Job, Message, Stopped, TestRun } from "./job.ts";

/** Vitest keeps something of every run; a new process starts from nothing. */
const jobsOfOneProcess = 12;

/** How long a runner may take to drop its database and go, ms. */
const farewell = 5_000;

type Runner = { process: ChildProcess; jobs: number; said: string };

/**
 * Processes that run the tests of folders, as many as there are runs at the
 * same moment. None is left when the process that holds them ends.
 */
export class Runners {
  readonly #limit: number;
  readonly #cache: string;
  readonly #idle: Runner[] = [];
  readonly #all = new Set<Runner>();

  /**
   * @param sandbox folder in which the copies lie
   * @param limit how long a run may go on without any test ending, ms
   */
  constructor(sandbox: string, limit = 60_000) {
    this.#limit = limit;
    this.#cache = join(sandbox, "node_modules", ".cache", "compiled");
  }

  /** How many processes there are, at work or idle. */
  get processes(): number {
    return this.#all.size;
  }

  /** Runs tests. A run that does not end is ended. */
  async run(job: Job): Promise<TestRun | Stopped> {
    const runner = this.#idle.pop() ?? this.#start();
    const outcome = await this.#outcome(runner, job);
    runner.jobs += 1;
    if ("stopped" in outcome || runner.jobs >= jobsOfOneProcess) {
      await this.#dismiss(runner);
    } else {
      this.#idle.push(runner);
    }
    return outcome;
  }

  /** Ends all processes; resolves when the last one has gone. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#all, (one) => this.#dismiss(one)));
  }

  #start(): Runner {
    const child = fork(join(import.meta.dirname, "runner.ts"), {
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { NODE_COMPILE_CACHE: this.#cache, ...process.env },
    });
    const runner: Runner = { process: child, jobs: 0, said: "" };
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        runner.said = (runner.said + text).slice(-4_000);
      });
    }
    this.#all.add(runner);
    child.once("exit", () => this.#all.delete(runner));
    return runner;
  }

  #outcome(runner: Runner, job: Job): Promise<TestRun | Stopped> {
    const { process: child } = runner;
    runner.said = "";
    return new Promise((resolve) => {
      const settle = (outcome: TestRun | Stopped) => {
        clearTimeout(timer);
        child.off("message", listen).off("exit", onExit);
        resolve(outcome);
      };
      const timer = setTimeout(
        () =>
          settle({
            stopped: `за ${this.#limit / 1000} с не закончился ни один тест: похоже на бесконечный цикл`,
          }),
        this.#limit,
      );
      const listen = (message: Message) => {
        if (message === "progress") timer.refresh();
        else settle(message);
      };
      const onExit = async () => {
        // Its last words may still be on their way. ("close" would say when
        // they are there, but never comes after disconnect().)
        await finished(child.stderr!).catch(() => {});
        settle({
          stopped:
            readable(runner.said) || "процесс с тестами завершился молча",
        });
      };
      child.on("message", listen).once("exit", onExit);
      child.send(job);
    });
  }

  async #dismiss({ process: child }: Runner): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    if (child.connected) child.disconnect();
    const patience = new AbortController();
    await Promise.race([
      gone,
      pause(farewell, undefined, { signal: patience.signal }).then(
        () => child.kill("SIGKILL"),
        () => {},
      ),
    ]);
    await gone;
    patience.abort();
  }
}

/** The last words of a process, without warnings of packages. */
function readable(text: string): string {
  return stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => !/^\(node:\d+\)|^\(Use `node --trace/.test(line))
    .join("\n")
    .trim();
}
