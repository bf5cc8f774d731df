/**
 * The tests, and with them everything that a student wrote, run in a thread
 * of their own. This is what it tells the main thread, which cannot look into
 * it: that it is alive, and which processes it has started.
 */
import { ChildProcess } from "node:child_process";
import { BroadcastChannel } from "node:worker_threads";

/** `started` and `ended` are ids of processes. */
export type Sign = { started?: number; ended?: number };

const CHANNEL = "tests";

/** Gives a sign now, and one a second at least. For the tests' thread. */
export function giveSigns(): void {
  const globals = globalThis as { signs?: BroadcastChannel };
  // One thread runs all test files, and each loads this module anew.
  if (globals.signs) return;
  const signs = (globals.signs = new BroadcastChannel(CHANNEL).unref());
  const give = (sign: Sign) => signs.postMessage(sign);
  give({});
  setInterval(() => give({}), 1_000).unref();

  type Spawning = ChildProcess & { spawn(options: unknown): unknown };
  const prototype = ChildProcess.prototype as Spawning;
  const { spawn } = prototype;
  prototype.spawn = function (this: ChildProcess, options: unknown) {
    const result = Reflect.apply(spawn, this, [options]) as unknown;
    const { pid } = this;
    if (pid !== undefined) {
      give({ started: pid });
      this.once("exit", () => give({ ended: pid }));
    }
    return result;
  };
}

/**
 * Listens to the tests' thread. For the main thread.
 * @returns stops listening
 */
export function onSign(listen: (sign: Sign) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL).unref();
  channel.onmessage = ({ data }: { data: Sign }) => listen(data);
  return () => channel.close();
}
