// First: what is imported after it resolves quicker.
import "./quick-resolution.ts";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "../../database/migrate.ts";
import { embeddedProblem, serverProblem } from "../../database/problem.ts";
import { ownDatabaseOn, wipe } from "./own-database.ts";
import { embeddedForTests } from "./server.ts";

/** Ctrl-C, the end of an endless loop, a closed terminal. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Gives the tests a database of their own, with the migrations applied. */
export default async function setup(project: TestProject) {
  const server = await orStop(() =>
    process.env.DATABASE_URL
      ? ownDatabaseOn(process.env.DATABASE_URL)
      : embeddedForTests(),
  );
  process.env.TEST_DATABASE_URL = server.url;
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
    await migrateDatabase(server.url);
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
    console.error(`\n${explain(error as Error & { code?: string })}\n`);
    process.exit(1);
  }
}

function explain(error: Error & { code?: string }): string {
  if (/Failed query/.test(error.message)) {
    const cause = (error.cause as Error | undefined) ?? error;
    return [
      "Миграции из папки drizzle/ не применились.",
      `База ответила: ${cause.message}`,
      "Что делать: удалите миграцию, которую вы добавили на этом шаге (файл .sql, его снимок в drizzle/meta и строку в _journal.json),",
      "исправьте src/db/schema.ts и выполните pnpm db:generate.",
    ].join("\n");
  }
  const url = process.env.DATABASE_URL;
  if (!url) return embeddedProblem(error);
  return `${serverProblem(error, url)}\nБез переменной DATABASE_URL тесты возьмут встроенный PostgreSQL.`;
}
