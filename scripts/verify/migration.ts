import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { filesBelow } from "../course/files.ts";
import type { Files } from "../course/files.ts";

/**
 * What a migration depends on. Two folders that give the same answer need to
 * be asked only once.
 */
export function migrationInput(files: Files): string {
  const hash = createHash("sha256");
  for (const [path, from] of [...files].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (
      !/^(drizzle\/|src\/db\/|drizzle\.config\.ts$|package\.json$)/.test(
        path,
      )
    )
      continue;
    hash.update(`${path}\0`).update(readFileSync(from));
  }
  return hash.digest("hex");
}

/**
 * Runs `drizzle-kit generate` in a copy and looks whether it finds anything
 * to migrate.
 *
 * @param sandbox where drizzle-kit is installed
 * @param place of the copy, from there
 * @returns what is out of date; undefined when nothing is
 */
export async function pendingMigration(
  sandbox: string,
  place: string,
): Promise<string | undefined> {
  const folder = `${place}/drizzle`;
  const files = () => filesBelow(sandbox, folder, () => false);
  const before = new Set(files());
  const { failed, all, timedOut } = await execa(
    "drizzle-kit",
    ["generate"],
    {
      cwd: `${sandbox}/${place}`,
      preferLocal: true,
      localDir: sandbox,
      all: true,
      reject: false,
      stdin: "ignore",
      timeout: 60_000,
    },
  );
  if (timedOut) return "drizzle-kit generate не закончил за 60 с";
  const made = files().filter((file) => !before.has(file));
  if (made.length > 0) {
    return `pnpm db:generate ещё создаёт ${made.map((file) => file.slice(place.length + 1)).join(", ")}`;
  }
  return failed
    ? `drizzle-kit generate: ${stripVTControlCharacters(all).trim()}`
    : undefined;
}
