import { execaNode } from "execa";
import { serverPrograms } from "../machine/postgres.ts";
import type { Started } from "./supervisor.ts";

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

  const supervisor = execaNode(
    new URL("./supervisor.ts", import.meta.url),
    {
      nodeOptions: [],
      ipc: true,
      stdin: "ignore",
      stdout: "inherit",
      stderr: "inherit",
      // It ends by itself, after what it has to put away.
      cleanup: false,
      reject: false,
    },
  );
  const stop = async () => {
    const { nodeChildProcess } = supervisor;
    if (nodeChildProcess.connected) nodeChildProcess.disconnect();
    await supervisor;
  };
  try {
    await supervisor.sendMessage({ ...programs });
    const started = (await supervisor.getOneMessage()) as Started;
    if ("url" in started) return { ...started, stop };
    await stop();
    return started;
  } catch {
    return { reason: "запуск PostgreSQL прервался" };
  }
}
