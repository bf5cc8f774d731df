import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Files } from "./files.ts";

/**
 * A short name for a state of files: it changes with every path and every
 * byte, and with whatever else the caller names.
 *
 * @param files in any order
 * @param circumstances such as the version of the program that reads them
 * @returns letters and digits, fit for a file name
 */
export function fingerprint(
  files: Files,
  ...circumstances: string[]
): string {
  const hash = createHash("sha256").update(JSON.stringify(circumstances));
  for (const path of [...files.keys()].sort())
    hash.update(`\n${path}\n`).update(readFileSync(files.get(path)!));
  return hash.digest("hex").slice(0, 32);
}
