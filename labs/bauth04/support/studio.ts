// First: the others look at the environment.
import "./environment.mjs";
import { existsSync, readFileSync } from "node:fs";
import { connected } from "./server.ts";

/**
 * `pnpm db:studio`: finds the database that the site works with, for
 * drizzle-kit: DATABASE_URL, or the embedded one while `pnpm dev` runs.
 * @see https://orm.drizzle.team/docs/drizzle-kit-studio
 */
export async function findDatabase(): Promise<void> {
  if (existsSync(".env.local")) process.loadEnvFile(".env.local");
  if (process.env.DATABASE_URL) return;
  try {
    const url = readFileSync(".data/url", "utf8");
    await connected(url, (client) => client.query("select 1"));
    process.env.DATABASE_URL = url;
  } catch {
    console.error(
      "\nВстроенная база живёт, пока открыт сайт: запустите pnpm dev в другом окне и повторите команду.\n",
    );
    process.exit(1);
  }
}
