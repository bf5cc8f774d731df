import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

/** What makes an answer come noticeably later. */
export type SlowWork = {
  /** How often a password was hashed: some 70 ms each. */
  hashes: number;
  /** For how long the application waited on purpose, ms. */
  waits: number;
};

/** Shorter than this, nobody notices a timer; whoever waits waits longer. */
const NOTICEABLE = 20;

/**
 * Counts what makes an answer slow, instead of looking at the clock: machines
 * are slow in their own ways. Time limits that are not reached do not count.
 */
export async function slowWorkDuring(
  run: () => Promise<unknown>,
): Promise<SlowWork> {
  const work: SlowWork = { hashes: 0, waits: 0 };
  const { scrypt } = crypto;
  const { setTimeout: wait } = timers;
  const { setTimeout } = globalThis;

  const waited = (delay = 0) => {
    if (delay >= NOTICEABLE) work.waits += delay;
  };
  crypto.scrypt = new Proxy(scrypt, {
    apply(target, self, values) {
      work.hashes += 1;
      return Reflect.apply(target, self, values);
    },
  });
  timers.setTimeout = (delay, ...rest) => {
    waited(delay);
    return wait(delay, ...rest);
  };
  globalThis.setTimeout = new Proxy(setTimeout, {
    apply(target, self, [callback, delay, ...rest]) {
      const onTime = (...values: unknown[]) => {
        waited(delay);
        callback(...values);
      };
      return Reflect.apply(target, self, [onTime, delay, ...rest]);
    },
  });
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    crypto.scrypt = scrypt;
    timers.setTimeout = wait;
    globalThis.setTimeout = setTimeout;
    syncBuiltinESMExports();
  }
  return work;
}
