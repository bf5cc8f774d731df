import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  embeddedIn,
  type EmbeddedPostgres,
} from "../../database/embedded.ts";
import { DatabaseInUse } from "../../database/lock.ts";
import checkpoint from "../../package.json" with { type: "json" };
import { wipe } from "./own-database.ts";

/**
 * Starts an empty embedded server. Making a cluster takes two seconds, so
 * each is kept and used again; runs beside each other take different ones.
 */
export async function embeddedForTests(): Promise<EmbeddedPostgres> {
  const folder = clusters();
  for (let seat = 1; ; seat += 1) {
    try {
      const server = await embeddedIn(`${folder}-${seat}`);
      await wipe(server.url);
      return server;
    } catch (error) {
      if (!(error instanceof DatabaseInUse)) throw error;
    }
  }
}

/** Where the clusters are kept: with the packages, to be deleted with them. */
function clusters(): string {
  const version = checkpoint.dependencies["@electric-sql/pglite"];
  let place = join(packages(), ".cache", "bauth");
  if (!isWritable(place)) {
    place = join(tmpdir(), `bauth-${process.getuid?.() ?? ""}`);
  }
  return join(place, `postgres-${version}`);
}

/** The node_modules we use; packages in it may be links to anywhere. */
function packages(): string {
  let folder = process.cwd();
  const modules = () => join(folder, "node_modules");
  while (!existsSync(join(modules(), "@electric-sql", "pglite"))) {
    if (folder === dirname(folder)) return tmpdir();
    folder = dirname(folder);
  }
  return modules();
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
