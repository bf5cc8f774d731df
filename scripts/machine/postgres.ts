import { existsSync, globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { apt, canApt } from "./apt.ts";

const exe = process.platform === "win32" ? ".exe" : "";

/** The programs of a PostgreSQL server, as absolute paths. */
export interface Programs {
  initdb: string;
  postgres: string;
}

/**
 * The server programs of this machine.
 *
 * @returns undefined where there are none
 */
export async function serverPrograms(): Promise<Programs | undefined> {
  const { PGBIN = "", PATH = "" } = process.env;
  const config = await execa("pg_config", ["--bindir"], { reject: false });
  const folders = [
    PGBIN,
    config.stdout ?? "",
    // Debian keeps the server out of PATH; the Windows installer likewise.
    ...newestFirst("/usr/lib/postgresql/*/bin"),
    ...newestFirst("C:/Program Files/PostgreSQL/*/bin"),
    ...PATH.split(delimiter),
  ];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => ({
      initdb: join(folder, `initdb${exe}`),
      postgres: join(folder, `postgres${exe}`),
    }))
    .find((programs) => Object.values(programs).every(existsSync));
}

function newestFirst(pattern: string): string[] {
  return globSync(pattern).sort((a, b) =>
    b.localeCompare(a, "en", { numeric: true }),
  );
}

/**
 * Installs Debian's package, where that is possible, without the cluster that
 * it would make and start on port 5432.
 */
export async function installServer(): Promise<void> {
  if (!canApt() || !(await apt("postgresql-common"))) return;
  const clusters = (...change: string[]) =>
    execa("pg_conftool", [
      "/etc/postgresql-common/createcluster.conf",
      ...change,
    ]);
  await clusters("set", "create_main_cluster", "off");
  try {
    await apt("postgresql");
  } finally {
    await clusters("remove", "create_main_cluster");
  }
}
