/**
 * What runs in a thread of the tests: Vitest's own worker. While Vitest itself
 * starts, the thread opens its database and loads the application's packages.
 * Where a course grades others' work it is a process, with a database always.
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

const port = parentPort ?? process;
const post = (message) =>
  parentPort ? parentPort.postMessage(message) : process.send(message);
const embed = parentPort ? workerData.embed : true;

const database = openDatabase();
database.catch(() => {});

init({
  post,
  on: (listen) => port.on("message", listen),
  off: (listen) => port.off("message", listen),
  teardown: () => port.removeAllListeners("message"),
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
port.on("message", ({ environment }) => {
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
    post({ databaseProblem: error.message });
    throw error;
  }
}

async function openDatabase() {
  if (!embed) return undefined;
  const { openTestDatabase } = await import("./test-database.ts");
  return openTestDatabase();
}
