import { vi } from "vitest";
import { statements } from "./journal.ts";
import { expectThat } from "./lesson.ts";

/** In the first minute, one at the start included. */
const ENOUGH_STATEMENTS = 5;

/** A server that has started: its timers run at the test's word only. */
export type ServerLife = {
  /** Lets so many ms pass, with everything that is due in them. */
  pass(time: number): Promise<void>;
  /** Promises that were rejected and nobody had listened: Node would end. */
  unhandled: unknown[];
};

/**
 * Starts the server, as Next.js does by `register` of instrumentation.ts, and
 * lets time pass for it. Requests to the database stay real.
 * @param run gets the started server
 */
export async function whileServerRuns<Result>(
  run: (server: ServerLife) => Promise<Result>,
): Promise<Result> {
  const { register } = await import("../src/instrumentation");
  // Loaded before, so that only its work is left for the test's own time.
  await import("../src/auth/clean-up");
  const { NEXT_RUNTIME } = process.env;
  const listeners = process.listeners("unhandledRejection");
  const unhandled: unknown[] = [];
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => unhandled.push(reason));
  vi.useFakeTimers({
    toFake: ["setInterval", "clearInterval", "setTimeout", "clearTimeout"],
  });
  try {
    process.env.NEXT_RUNTIME = "nodejs";
    const before = statements().length;
    await register();
    await settled();
    // Millions of clean-ups would follow, if there were one in each of these.
    for (const time of [1_000, 59_000]) {
      await pass(time);
      const sent = statements().length - before;
      expectThat(sent <= ENOUGH_STATEMENTS, {
        found: `за первую минуту работы сервера в базу ушло запросов: ${sent}`,
        why: "Каждая уборка — запрос ко всей таблице; раз в час довольно. setInterval считает в миллисекундах, а срок больше 24 суток превращает в одну миллисекунду.",
        file: "src/instrumentation.ts",
      });
    }
    return await run({ pass, unhandled });
  } finally {
    vi.useRealTimers();
    if (NEXT_RUNTIME === undefined) delete process.env.NEXT_RUNTIME;
    else process.env.NEXT_RUNTIME = NEXT_RUNTIME;
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners)
      process.on("unhandledRejection", listener);
  }
}

/** From timer to timer, and at each the database has all the time it needs. */
async function pass(time: number): Promise<void> {
  let isOver = false;
  setTimeout(() => {
    isOver = true;
  }, time);
  while (!isOver) {
    await vi.advanceTimersToNextTimerAsync();
    await settled();
  }
}

/** Until the application has nothing more to ask of its database. */
async function settled(): Promise<void> {
  const { db } = await import("../src/db");
  const pool = db.$client;
  let sent: number;
  do {
    sent = statements().length;
    // Promises go first, and then what the network has brought.
    for (let turn = 0; turn < 3; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
  } while (
    sent < statements().length ||
    pool.waitingCount > 0 ||
    pool.idleCount < pool.totalCount
  );
}
