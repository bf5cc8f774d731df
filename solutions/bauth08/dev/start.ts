/**
 * `pnpm dev`: the site with nothing to configure. Makes .env.local with a
 * secret of its own, starts the embedded PostgreSQL when there is no
 * DATABASE_URL, applies the migrations and runs Next.js.
 */
// First: the others look at the environment.
import "./environment.mjs";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { embeddedIn } from "../database/embedded.ts";
import { DatabaseInUse } from "../database/lock.ts";
import { migrateDatabase } from "../database/migrate.ts";
import { embeddedProblem, serverProblem } from "../database/problem.ts";
import { startNext } from "./next.ts";

const SETTINGS = ".env.local";
const DATA = ".data/postgres";

endWithParent();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  // "exit" comes after it, and the lock of the data goes.
  process.once(signal, () => process.exit());
}
if (!existsSync(SETTINGS)) orStop(makeSettings);
process.loadEnvFile(SETTINGS);

const address = process.env.BETTER_AUTH_URL || "http://localhost:3000";
const port = Number(new URL(address).port || 3000);
const embedded = !process.env.DATABASE_URL;

await database().catch((error) => stop(databaseProblem(error)));
await startNext(port).catch((error) => stop(siteProblem(error)));
console.log(`\nСайт открыт: ${address}  (остановить — Ctrl-C)\n`);

/** A kill -9 of pnpm reaches pnpm alone and would leave the site running. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
  }, 1_000).unref();
}

/** A folder of a read-only disk, or of another user. */
function orStop(write: () => void): void {
  try {
    write();
  } catch (error) {
    stop(
      `В эту папку нельзя писать: ${(error as Error).message}\nСкопируйте лабораторную туда, где можно, например в домашнюю папку.`,
    );
  }
}

function makeSettings(): void {
  const secret = randomBytes(32).toString("base64url");
  const example = readFileSync(".env.example", "utf8");
  writeFileSync(
    SETTINGS,
    example.replace(/^BETTER_AUTH_SECRET=$/m, `$&${secret}`),
  );
  console.log(`Создан файл ${SETTINGS} со случайным секретом.`);
}

async function database(): Promise<void> {
  process.env.DATABASE_URL ||= (await embeddedIn(DATA)).url;
  await migrateDatabase(process.env.DATABASE_URL);
}

/** Ends with a sentence for the person instead of a stack trace. */
function stop(message: string): never {
  console.error(`\n${message}\n`);
  process.exit(1);
}

function databaseProblem(error: Error & { code?: string }): string {
  if (error instanceof DatabaseInUse)
    return "Сайт уже запущен из этой папки: закройте его.";
  if (!/Failed query/.test(error.message))
    return embedded
      ? embeddedProblem(error)
      : serverProblem(error, process.env.DATABASE_URL!);
  const { message } = (error.cause as Error | undefined) ?? error;
  return (
    `Миграции из папки drizzle/ не применились: ${message}\n` +
    (embedded
      ? `Если вы переделали уже применённую миграцию, удалите папку ${DATA} и запустите снова: заметки в ней пропадут.`
      : "Если вы переделали уже применённую миграцию, начните с пустой базы: впишите её имя в DATABASE_URL.")
  );
}

function siteProblem({
  code,
  message,
}: Error & { code?: string }): string {
  return code === "EADDRINUSE"
    ? `Порт ${port} занят другой программой. Закройте её или впишите другой порт в BETTER_AUTH_URL в файле ${SETTINGS}.`
    : `Next.js не запустился: ${message}`;
}
