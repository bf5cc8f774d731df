import type { TestProject } from "vitest/node";
import { openTestDatabase } from "./test-database.ts";
import { embed } from "./threads.mjs";

/** Ctrl-C, the end of an endless loop, a closed terminal. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** What the report has to begin with; see reporter.ts. */
const shared = globalThis as { databaseProblem?: string };

/** Gives the tests a database, where their thread does not have one itself. */
export default async function setup(project: TestProject) {
  if (embed()) return undefined;
  const server = await openTestDatabase().catch(stop);
  process.env.TEST_DATABASE_URL = server.url;
  const leave = () =>
    server.close().finally(() => process.exit(process.exitCode || 130));
  for (const signal of SIGNALS) {
    // Vitest would go at once and leave the database behind.
    process.removeAllListeners(signal).once(signal, leave);
  }
  project.onTestsRerun(async () => {
    // Watch mode goes on: the next save may put it right.
    shared.databaseProblem = await server.renew().then(
      () => undefined,
      ({ message }: Error) => message,
    );
  });
  return () => {
    for (const signal of SIGNALS) process.off(signal, leave);
    return server.close();
  };
}

/** A test run without a database would be sixty failures instead of one. */
function stop({ message }: Error): never {
  console.error(`\n${message}\n`);
  process.exit(1);
}
