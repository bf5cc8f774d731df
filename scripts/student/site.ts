import getPort from "get-port";
import { Client } from "pg";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { copyOf, whenSaid } from "./copy.ts";

/** What `pnpm dev` has opened. */
export type Site = Awaited<ReturnType<typeof openSite>>;

/**
 * Opens the site of a solution as a student does, with nothing configured.
 *
 * @param folder such as "solutions/bauth10"
 * @param name of its copy; no two sites at the same moment have the same
 * @param settings of .env.local that are other than `pnpm dev` makes them
 * @throws Error with what `pnpm dev` said, when it has not opened it
 */
export async function openSite(
  folder: string,
  name: string,
  settings: Record<string, string> = {},
) {
  const port = await getPort();
  const lab = await copyOf(folder, name);
  lab.clear(".env.local", ".data", ".next");
  for (const [name, value] of Object.entries(settings))
    lab.edit(".env.example", (text) =>
      text.replace(new RegExp(`^${name}=.*$`, "m"), `${name}=${value}`),
    );
  const server = lab.dev(["-p", String(port)]);
  const said = await whenSaid(server, "остановить — Ctrl-C");
  const [, origin] = /Сайт открыт: (\S+)/.exec(said) ?? [];
  if (!origin) throw new Error(said);

  /** Runs one SQL statement on its database. @returns the rows */
  async function sql(statement: string, values: unknown[] = []) {
    const client = new Client(
      readFileSync(join(lab.folder, ".data/url"), "utf8"),
    );
    await client.connect();
    try {
      return (await client.query(statement, values)).rows;
    } finally {
      await client.end();
    }
  }

  return {
    origin,
    port,
    lab,

    sql,

    /** How often a table has been read so far. */
    async readsOf(table: string): Promise<number> {
      await sql("select pg_stat_force_next_flush()");
      const [{ reads }] = await sql(
        `select (seq_scan + coalesce(idx_scan, 0))::int as reads
         from pg_stat_user_tables where relname = $1`,
        [table],
      );
      return reads;
    },

    async stop(): Promise<void> {
      server.kill("SIGINT");
      await server;
    },
  };
}
