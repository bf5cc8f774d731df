import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { type Files, filesBelow } from "../course/files.ts";

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
 * @param sandbox where drizzle-kit is installed
 * @param place of the copy, from there
 * @returns what is out of date; empty when nothing is
 */
export async function pendingMigration(
  sandbox: string,
  place: string,
): Promise<string> {
  const files = () => filesBelow(sandbox, `${place}/drizzle`, () => false);
  const before = files();
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
  const made = files().filter((file) => !before.includes(file));
  if (made.length > 0)
    return `pnpm db:generate ещё создаёт ${made.map((file) => file.slice(place.length + 1)).join(", ")}`;
  return failed
    ? `drizzle-kit generate: ${stripVTControlCharacters(all).trim()}`
    : "";
}
