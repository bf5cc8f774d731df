import { stripVTControlCharacters } from "node:util";
import { type Files, filesBelow } from "../course/files.ts";
import type { Sandbox } from "./sandbox.ts";

const inputs =
  /^(drizzle\/|src\/db\/|drizzle\.config\.ts$|package\.json$)/;

/** The files on which a folder's migrations depend. */
export function migrationFiles(files: Files): Files {
  return new Map([...files].filter(([path]) => inputs.test(path)));
}

/**
 * Runs `drizzle-kit generate` in a copy and looks whether it finds anything
 * to migrate.
 *
 * @param place of the copy in the sandbox
 * @returns what is out of date; empty when nothing is
 */
export async function pendingMigration(
  sandbox: Sandbox,
  place: string,
): Promise<string> {
  const files = () =>
    filesBelow(sandbox.folder, `${place}/drizzle`, () => false);
  const before = files();
  const { failed, all, timedOut } = await sandbox.program(
    place,
    "drizzle-kit",
    ["generate"],
    60_000,
  );
  if (timedOut) return "drizzle-kit generate не закончил за 60 с";
  const made = files().filter((file) => !before.includes(file));
  if (made.length > 0)
    return `pnpm db:generate ещё создаёт ${made.map((file) => file.slice(place.length + 1)).join(", ")}`;
  return failed
    ? `drizzle-kit generate: ${stripVTControlCharacters(all).trim()}`
    : "";
}
