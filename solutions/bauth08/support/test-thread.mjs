/**
 * What runs in a thread of the tests: Vitest's own worker. While Vitest itself
 * starts, the thread opens its database and loads the application's packages.
 */
// First: what is imported after it resolves quicker.
import "./environment.mjs";
import { parentPort, workerData } from "node:worker_threads";
import { init, runBaseTests, setupEnvironment } from "vitest/worker";

/** What nearly every step imports. */
const PACKAGES = [
  "pg",
  "drizzle-orm/pg-core",
  "drizzle-orm/node-postgres",
  "better-auth",
  "better-auth/adapters/drizzle",
];

const database = openDatabase();
database.catch(() => {});

init({
  post: (message) => parentPort.postMessage(message),
  on: (listen) => parentPort.on("message", listen),
  off: (listen) => parentPort.off("message", listen),
  teardown: () => parentPort.removeAllListeners("message"),
  runTests: (state, traces) => runBaseTests("run", state, traces),
  collectTests: (state, traces) => runBaseTests("collect", state, traces),
  async setup(context) {
    const server = await upToDate();
    if (server) process.env.TEST_DATABASE_URL = server.url;
    const leave = await setupEnvironment(context);
    return async () => {
      await leave();
      await server?.close();
    };
  },
});

// Before Vitest tells what the thread is to run.
parentPort.on("message", ({ environment }) => {
  if (environment) Object.assign(process.env, environment);
});
for (const name of PACKAGES) await import(name).catch(() => {});

/** The migrations may have changed while the thread has waited. */
async function upToDate() {
  try {
    const server = await database.catch(openDatabase);
    await server?.renewIfStale();
    return server;
  } catch (error) {
    parentPort.postMessage({ databaseProblem: error.message });
    throw error;
  }
}

async function openDatabase() {
  if (!workerData.embed) return undefined;
  const { openTestDatabase } = await import("./test-database.ts");
  return openTestDatabase();
}
