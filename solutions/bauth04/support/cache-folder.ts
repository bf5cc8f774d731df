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
  return isWritable(modules!)
    ? join(modules!, ".cache", "bauth")
    : join(tmpdir(), `bauth-${process.getuid?.() ?? ""}`);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    // Node itself may have been told to refuse it.
    return process.permission?.has("fs.write", folder) ?? true;
  } catch {
    return false;
  }
}
