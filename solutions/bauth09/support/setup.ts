/**
 * What each test file begins with: the application is running, hashing is
 * cheap, and each test finds an empty database and has its own time limit.
 */
// First: what is imported after it resolves quicker.
import "./environment.mjs";
import crypto, { type ScryptOptions } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { aroundEach, beforeEach, vi, type TestContext } from "vitest";
import { startApp } from "./app.ts";
import { countConnections, emptyDatabase } from "./database.ts";
import { thrownInTest } from "./faults.ts";
import { CLIENT_ADDRESS } from "./http-client.ts";
import { startJournal } from "./journal.ts";
import { giveSigns } from "./thread.ts";

declare module "vitest" {
  interface TaskMeta {
    /** How long a test may wait, s; ten if it does not say. */
    limit?: number;
  }
}

type Scrypt = typeof crypto.scrypt & { isCheap?: boolean };

// A test may put false ones in their place.
const { setInterval, clearInterval } = globalThis;

giveSigns();
lowerScryptCost();
countConnections();
startJournal();
process.env.DATABASE_URL = process.env.TEST_DATABASE_URL;
// Test files share one process: what they need starts with the first one.
process.env.APP_ORIGIN ??= await startApp();
process.env.BETTER_AUTH_URL = process.env.APP_ORIGIN;
process.env.CLIENT_IP_HEADER = CLIENT_ADDRESS;

aroundEach(inTime);
beforeEach(async () => {
  vi.useRealTimers();
  thrownInTest().length = 0;
  await emptyDatabase();
});

/**
 * Ends a test that waits in vain. Vitest's own limit looks at the clock; this
 * one counts seconds in which the test could run: at a breakpoint, in a paused
 * process and on a sleeping laptop there are none.
 * @see https://vitest.dev/api/hooks#aroundeach
 */
async function inTime(
  run: () => Promise<void>,
  { task }: TestContext,
): Promise<void> {
  const { limit = 10 } = task.meta;
  let seconds = 0;
  let clock: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<never>((_, reject) => {
    clock = setInterval(() => {
      seconds += 1;
      if (seconds < limit) return;
      reject(new Error(`Тест не дождался ответа за ${limit} с.`));
    }, 1_000);
  });
  await Promise.race([run(), outOfTime]).finally(() =>
    clearInterval(clock),
  );
}

/**
 * scrypt takes 70 ms on purpose, and a test run hashes a hundred times. While
 * tests run, its cost is a thousandth: the function, the salt and the format
 * of the hash stay, and whoever hashes at another cost still gets another key.
 * @see https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback
 */
function lowerScryptCost(): void {
  const scrypt: Scrypt = crypto.scrypt;
  if (scrypt.isCheap) return;
  const cheap: Scrypt = (password, salt, length, ...rest: unknown[]) => {
    const options = rest.length === 2 ? (rest[0] as ScryptOptions) : {};
    const done = rest.at(-1) as Parameters<typeof scrypt>[4];
    const cost = options.cost ?? options.N ?? 16_384;
    scrypt(
      password,
      salt,
      length,
      { ...options, cost: undefined, N: Math.max(cost / 1024, 2) },
      done,
    );
  };
  cheap.isCheap = true;
  crypto.scrypt = cheap;
  syncBuiltinESMExports();
}
