/**
 * Keeps the application under Next.js for as long as Vitest runs: in watch
 * mode, a save finds it started and its pages compiled. The tests' thread ends
 * with each run, so the site belongs to the main thread, and site.ts asks it.
 */
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import { endProcesses } from "./children.ts";

/** The site's environment variables. */
type Settings = Record<string, string | undefined>;

/** `settle`: the run is over, and what hangs is not to be kept. */
type Ask = { open: Settings } | "log" | "settle";

/** Where the site is, if it runs, and what it has printed since the last ask. */
export type Told = { origin: string | undefined; log: string };

const ASKS = "site: asks";
const ANSWERS = "site: answers";

/** Next.js reads these when it starts, and never again. */
const READ_ONCE = [
  "next.config.ts",
  "package.json",
  "tsconfig.json",
  "src/instrumentation.ts",
];

/** How long a site may take to say that it is alive, ms. */
const PATIENCE = 2_000;

/** What a site prints beyond that, nobody reads. */
const LONGEST_LOG = 1_000_000;

/** For the tests' thread. */
export async function ask(what: Ask): Promise<Told> {
  const id = randomUUID();
  const asks = new BroadcastChannel(ASKS);
  const answers = new BroadcastChannel(ANSWERS);
  try {
    return await new Promise((resolve) => {
      answers.onmessage = ({ data }: { data: Told & { id: string } }) => {
        if (data.id === id) resolve(data);
      };
      asks.postMessage({ id, what });
    });
  } finally {
    asks.close();
    answers.close();
  }
}

/** For Vitest: @see https://vitest.dev/config/globalsetup */
export default function setup(): () => void {
  const asks = new BroadcastChannel(ASKS).unref();
  const answers = new BroadcastChannel(ANSWERS).unref();
  let site: HostedSite | undefined;

  const answer = async (what: Ask): Promise<Told> => {
    if (typeof what === "object") {
      const state = stateOf(what.open);
      if (site?.state !== state || !(await site.isAlive())) {
        site?.stop();
        site = new HostedSite(what.open, state);
      }
    } else if (what === "settle" && !(await site?.isAlive())) {
      site?.stop();
      site = undefined;
    }
    const origin = await site?.origin;
    // What it printed before it answered is in the pipe, but may be unread.
    await new Promise((resolve) => setTimeout(resolve));
    return { origin, log: site?.takeLog() ?? "" };
  };
  asks.onmessage = ({ data }: { data: { id: string; what: Ask } }) =>
    void answer(data.what).then((told) =>
      answers.postMessage({ id: data.id, ...told }),
    );
  return () => {
    asks.close();
    answers.close();
    site?.stop();
  };
}

/** Whatever makes another site necessary when it changes. */
function stateOf(settings: Settings): string {
  const files = READ_ONCE.map((file) =>
    existsSync(file) ? readFileSync(file, "utf8") : "",
  );
  return JSON.stringify([settings, files]);
}

class HostedSite {
  readonly state: string;
  /** Undefined when it does not start. */
  readonly origin: Promise<string | undefined>;
  readonly #process;
  #log = "";

  constructor(settings: Settings, state: string) {
    this.state = state;
    const site = fork(join(import.meta.dirname, "site-process.ts"), {
      // Node reads TypeScript by itself only since 22.18.
      execArgv: process.features.typescript ? [] : ["--import", "tsx"],
      silent: true,
    });
    this.#process = site;
    for (const stream of [site.stdout!, site.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => {
        if (this.#log.length < LONGEST_LOG) this.#log += text;
      });
    site.send(settings);
    this.origin = Promise.race([
      once(site, "message").then(([origin]) => origin as string),
      once(site, "close").then(() => undefined),
    ]);
  }

  get hasEnded(): boolean {
    const { exitCode, signalCode } = this.#process;
    return exitCode !== null || signalCode !== null;
  }

  /** A page in an endless loop keeps it from answering. */
  async isAlive(): Promise<boolean> {
    if (this.hasEnded || !(await this.origin)) return false;
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = once(this.#process, "message", { signal });
    this.#process.send("are you alive?");
    return answer.then(
      () => true,
      () => false,
    );
  }

  takeLog(): string {
    const log = this.#log;
    this.#log = "";
    return log;
  }

  /** With whatever its pages have started. */
  stop(): void {
    const { pid } = this.#process;
    if (pid !== undefined && !this.hasEnded) endProcesses([pid]);
  }
}
