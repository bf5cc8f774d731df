import { execaNode } from "execa";
import getPort from "get-port";
import { Client } from "pg";
import { copyOf } from "./copy.ts";

/** A site that visitors use. */
export type Deployed = Awaited<ReturnType<typeof deploy>>;

/**
 * Builds a solution, with nothing configured, and serves it as a production
 * server does: pages come sooner than from `pnpm dev`, and attempts are
 * limited.
 *
 * @param folder such as "solutions/bauth10"
 * @param name of its copy; no two at the same moment have the same
 * @throws Error with what the build or the server said
 */
export async function deploy(folder: string, name: string) {
  const lab = await copyOf(folder, name);
  lab.clear(".env.local", ".data", ".next");
  const build = await lab.next("build");
  if (build.exitCode !== 0) throw new Error(build.all);

  const port = await getPort();
  const server = execaNode(
    new URL("./serve.ts", import.meta.url),
    [lab.folder, String(port)],
    { all: true, ipc: true, reject: false, stdin: "ignore" },
  );
  const database = (await Promise.race([
    server.getOneMessage(),
    server.then(({ all }) => {
      throw new Error(all);
    }),
  ])) as string;

  /** Runs one SQL statement on its database. @returns the rows */
  async function sql(statement: string, values: unknown[] = []) {
    const client = new Client(database);
    await client.connect();
    try {
      return (await client.query(statement, values)).rows;
    } finally {
      await client.end();
    }
  }

  return {
    origin: `http://localhost:${port}`,
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
      server.kill();
      await server;
    },
  };
}
