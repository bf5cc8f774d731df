import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Where runs keep what makes the next one quicker: with the packages, to be
 * deleted with them, unless they are read-only.
 */
export function cacheFolder(): string {
  const modules = createRequire(import.meta.url)
    .resolve.paths("@electric-sql/pglite")!
    .find((folder) => existsSync(join(folder, "@electric-sql/pglite")));
  try {
    accessSync(modules!, constants.W_OK);
    return join(modules!, ".cache", "bauth");
  } catch {
    return join(tmpdir(), `bauth-${process.getuid?.() ?? ""}`);
  }
}
