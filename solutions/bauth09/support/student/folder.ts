import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Makes a folder that is there only when it is complete.
 * @param folder does not exist yet
 * @param fill gets an empty folder beside it
 * @throws what `fill` throws; nothing is left then
 */
export async function madeWhole(
  folder: string,
  fill: (draft: string) => void | Promise<void>,
): Promise<void> {
  const draft = join(
    dirname(folder),
    `.${basename(folder)}-${process.pid}`,
  );
  mkdirSync(draft, { recursive: true });
  try {
    await fill(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}
