import { existsSync, globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { apt, canApt } from "../apt.ts";

const exe = process.platform === "win32" ? ".exe" : "";

/** The programs of a PostgreSQL server, as absolute paths. */
export interface Programs {
  initdb: string;
  postgres: string;
}

/**
 * The server programs of this machine; on a Debian without them, and as root,
 * installs the package `postgresql`.
 *
 * @returns undefined where there are none
 */
export async function serverPrograms(): Promise<Programs | undefined> {
  const found = await find();
  if (found || !canApt()) return found;
  console.error(
    "PostgreSQL на этой машине нет: ставится пакет postgresql …",
  );
  await installDebianPackage();
  return find();
}

async function find(): Promise<Programs | undefined> {
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

/** Without the cluster that Debian would make and start on port 5432. */
async function installDebianPackage(): Promise<void> {
  const settings = "/etc/postgresql-common/createcluster.conf";
  if (!(await apt("postgresql-common"))) return;
  await execa("pg_conftool", [
    settings,
    "set",
    "create_main_cluster",
    "off",
  ]);
  try {
    await apt("postgresql");
  } finally {
    await execa("pg_conftool", [
      settings,
      "remove",
      "create_main_cluster",
    ]);
  }
}
