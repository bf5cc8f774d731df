import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { KeeperOrder, KeeperReport } from "./keeper.ts";
import { serverPrograms } from "../machine/postgres.ts";

/** A real PostgreSQL server that may be used until it is stopped. */
export interface Server {
  /** For DATABASE_URL; its role may create databases. */
  url: string;
  /** Ends a throw-away server and removes its files. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL: the server of DATABASE_URL, else a throw-away one of this
 * machine's own programs, which listens on 127.0.0.1 only.
 *
 * The throw-away server also goes when this process ends without stopping it,
 * be it by an exception, Ctrl-C or kill -9.
 *
 * @returns or, where there is none, one line that says why, in Russian
 */
export async function realPostgres(): Promise<
  Server | { reason: string }
> {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL) return { url: DATABASE_URL, stop: async () => {} };

  const programs = await serverPrograms();
  if (programs === undefined)
    return {
      reason: "PostgreSQL не найден: нет программ initdb и postgres",
    };

  const keeper = fork(
    fileURLToPath(new URL("keeper.ts", import.meta.url)),
  );
  const ended = once(keeper, "exit");
  keeper.send(programs satisfies KeeperOrder);
  const [report] = (await Promise.race([
    once(keeper, "message"),
    ended.then(() => [{ reason: "запуск PostgreSQL прервался" }]),
  ])) as [KeeperReport];

  const stop = async () => {
    if (keeper.connected) keeper.disconnect();
    await ended;
  };
  if ("url" in report) return { ...report, stop };
  await stop();
  return report;
}
