/**
 * Starts the threads that run the tests. Not in TypeScript: run.cjs starts the
 * first one before anything else, and an older Node reads none by itself.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";

// What a thread begins with.
process.env.NODE_ENV = "test";
// A zone that no server has: a time read as local is hours off here.
process.env.TZ = "Asia/Kathmandu";
process.env.BETTER_AUTH_SECRET ??= randomBytes(32).toString("hex");

// Vitest loads its configuration, and this with it, once more.
globalThis.testThreads ??= { waiting: [], embed: false };
const { testThreads } = globalThis;

/**
 * Starts the first thread of a program that does nothing but run tests: its
 * threads have the database in themselves, if they can read TypeScript without
 * help. The main thread keeps a database that has to outlive them: a server's,
 * which must be dropped in the end, and that of the last step's site.
 */
export function startEarly() {
  testThreads.embed =
    Boolean(process.features.typescript) &&
    !process.env.DATABASE_URL &&
    !existsSync(new URL("./site-host.ts", import.meta.url));
  startThread();
}

/** Whether each thread has a database in itself. */
export function embed() {
  return testThreads.embed;
}

/**
 * Starts a thread that opens its database, loads the packages, and waits to be
 * taken.
 */
export function startThread() {
  const thread = new Worker(
    new URL("./test-thread.mjs", import.meta.url),
    {
      workerData: { embed: embed() },
      // Node has to find a package's files as Vite does.
      execArgv: ["--no-warnings", "-C", "node", "-C", "development"],
      stdout: true,
      stderr: true,
    },
  );
  thread.unref();
  // Whoever takes a thread listens himself; one that ended is not taken.
  thread.once("error", () => {
    testThreads.waiting = testThreads.waiting.filter(
      (one) => one !== thread,
    );
  });
  testThreads.waiting.push(thread);
}

/**
 * Hands a thread over that waited, or a new one.
 * @returns {Worker}
 */
export function takeThread() {
  if (testThreads.waiting.length === 0) startThread();
  const thread = testThreads.waiting.shift();
  thread.ref();
  return thread;
}

/** Ends the threads that nobody has taken. */
export async function endThreads() {
  const threads = testThreads.waiting.splice(0);
  await Promise.all(threads.map((thread) => thread.terminate()));
}
