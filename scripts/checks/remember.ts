import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { filesBelow, ignoredIn } from "../course/files.ts";
import { root } from "../course/steps.ts";
import type { Outcome } from "./part.ts";

/**
 * Does not repeat what passed when every file that it depends on was what it
 * is now, and says so. What failed or was left out is never remembered.
 *
 * @param name of what is remembered, for a file in .cache/
 * @param inputs files and folders, from the root
 */
export async function remembered(
  name: string,
  inputs: string[],
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const folder = join(root, ".cache", "passed");
  const file = join(folder, `${name}-${fingerprint(inputs)}.json`);
  if (existsSync(file)) {
    console.log(
      "Не повторяется: ни один файл не изменился с прошлого раза.",
    );
    return JSON.parse(readFileSync(file, "utf8")) as Outcome;
  }
  const outcome = await run();
  if ("failed" in outcome && !outcome.failed && !outcome.skipped) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify(outcome));
  }
  return outcome;
}

function fingerprint(inputs: string[]): string {
  const ignores = ignoredIn(root);
  const hash = createHash("sha256").update(
    `${process.version} ${process.platform}`,
  );
  for (const input of inputs) {
    const files = statSync(join(root, input)).isFile()
      ? [input]
      : filesBelow(root, input, ignores);
    for (const path of files)
      hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex").slice(0, 16);
}
