import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import checkpoint from "../package.json" with { type: "json" };
import { cacheFolder } from "./cache-folder.ts";
import {
  DatabaseInUse,
  embeddedIn,
  embeddedProblem,
  migrateDatabase,
  migrationProblem,
  type Server,
} from "./postgres.ts";
import { ownDatabaseOn, serverProblem, wipe } from "./server.ts";

/** Ctrl-C, the end of an endless loop, a closed terminal. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** What the report has to begin with; see reporter.ts. */
const shared = globalThis as { databaseProblem?: string };

/**
 * Gives the tests a database of their own, with the migrations applied, and a
 * secret.
 */
export default async function setup(project: TestProject) {
  const server = await orStop(() =>
    process.env.DATABASE_URL
      ? ownDatabaseOn(process.env.DATABASE_URL)
      : embeddedForTests(),
  );
  process.env.TEST_DATABASE_URL = server.url;
  process.env.BETTER_AUTH_SECRET = randomBytes(32).toString("hex");
  const leave = () =>
    server.close().finally(() => process.exit(process.exitCode || 130));
  for (const signal of SIGNALS) {
    // Vitest would go at once and leave the database behind.
    process.removeAllListeners(signal).once(signal, leave);
  }
  await orStop(() =>
    migrateDatabase(server.url).catch(async (error) => {
      await server.close();
      throw error;
    }),
  );
  project.onTestsRerun(async () => {
    await wipe(server.url);
    // Watch mode goes on: the next save may put it right.
    shared.databaseProblem = await migrateDatabase(server.url).then(
      () => undefined,
      explain,
    );
  });
  return () => {
    for (const signal of SIGNALS) process.off(signal, leave);
    return server.close();
  };
}

/** A test run without a database would be sixty failures instead of one. */
async function orStop<Result>(
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    console.error(`\n${explain(error as Error)}\n`);
    process.exit(1);
  }
}

function explain(error: Error): string {
  const refused = migrationProblem(
    error,
    "Что делать: удалите миграцию, которую вы добавили на этом шаге (файл .sql, его снимок в drizzle/meta и строку в _journal.json), исправьте src/db/schema.ts и выполните pnpm db:generate.",
  );
  if (refused) return refused;
  const url = process.env.DATABASE_URL;
  if (!url) return embeddedProblem(error);
  return `${serverProblem(error, url)}\nБез переменной DATABASE_URL тесты возьмут встроенный PostgreSQL.`;
}

/**
 * Starts an empty embedded server. Making a cluster takes two seconds, so
 * each is kept and used again; runs beside each other take different ones.
 */
async function embeddedForTests(): Promise<Server> {
  const version = checkpoint.dependencies["@electric-sql/pglite"];
  for (let slot = 1; ; slot += 1) {
    try {
      const server = await embeddedIn(
        join(cacheFolder(), `postgres-${version}-${slot}`),
      );
      await wipe(server.url);
      return server;
    } catch (error) {
      if (!(error instanceof DatabaseInUse)) throw error;
    }
  }
}
