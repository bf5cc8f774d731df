/** The database that the tests run on: nobody else's, empty, migrated. */
import { join } from "node:path";
import checkpoint from "../package.json" with { type: "json" };
import { cacheFolder } from "./cache-folder.ts";
import { shortcut } from "./shortcut.ts";
import {
  DatabaseInUse,
  embeddedIn,
  embeddedProblem,
  migrateDatabase,
  migrationProblem,
  type Server,
} from "./postgres.ts";
import { readMigrations } from "./migrations.ts";
import { ownDatabaseOn, serverProblem, wipe } from "./server.ts";

/** A server with a database that the tests may empty. */
export type TestDatabase = Server & {
  /**
   * Makes it as new: empty, with the migrations of this moment applied.
   * @throws Error that says in Russian what is wrong and what to do
   */
  renew(): Promise<void>;
  /** The same, if the migrations are others than those that it has. */
  renewIfStale(): Promise<void>;
};

/**
 * Opens it: on the server of DATABASE_URL, or else an embedded one.
 * @throws Error that says in Russian what is wrong and what to do
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { DATABASE_URL } = process.env;
  const server = await explained(() =>
    DATABASE_URL ? ownDatabaseOn(DATABASE_URL) : embeddedForTests(),
  );
  let applied = "";
  const wanted = () => JSON.stringify(readMigrations());
  const renew = () =>
    explained(async () => {
      await wipe(server.url);
      await migrateDatabase(server.url);
      applied = wanted();
    });
  await renew().catch(async (error) => {
    await server.close();
    throw error;
  });
  return {
    ...server,
    renew,
    renewIfStale: () =>
      explained(async () => {
        if (applied !== wanted()) await renew();
      }),
  };
}

async function explained<Result>(
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Explained) throw error;
    throw new Explained(problemIn(error as Error), { cause: error });
  }
}

class Explained extends Error {}

function problemIn(error: Error): string {
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
 * Starts an embedded server. Making a cluster takes two seconds, so
 * each is kept and used again; runs beside each other take different ones.
 */
async function embeddedForTests(): Promise<Server> {
  const version = checkpoint.dependencies["@electric-sql/pglite"];
  for (let slot = 1; ; slot += 1) {
    try {
      const server = await embeddedIn(
        join(cacheFolder(), `postgres-${version}-${slot}`),
      );
      shortcut(server);
      return server;
    } catch (error) {
      if (!(error instanceof DatabaseInUse)) throw error;
    }
  }
}
