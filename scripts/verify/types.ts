import { execa } from "execa";
import { listed } from "./names.ts";

/**
 * Checks the types of many folders in one run of the compiler: it reads what
 * they have in common only once, and on the next run knows what is unchanged.
 *
 * @param sandbox where the compiler is installed
 * @param places of the folders, from there, such as "labs/bauth04"
 * @returns what the compiler says against each place that has errors, and
 *   under "" what it says about none of them
 */
export async function typeErrors(
  sandbox: string,
  places: string[],
): Promise<Map<string, string[]>> {
  const { failed, all } = await execa(
    "tsc",
    [
      ...["--build", ...places],
      ...["--noEmit", "--pretty", "false", "--singleThreaded"],
    ],
    {
      cwd: sandbox,
      preferLocal: true,
      localDir: sandbox,
      all: true,
      reject: false,
      stdin: "ignore",
    },
  );
  const errors = new Map<string, string[]>();
  if (!failed) return errors;
  const add = (place: string, line: string) =>
    errors.set(place, [...(errors.get(place) ?? []), line]);
  for (const line of all.split("\n")) {
    // labs/bauth04/src/a.ts(1,7): error TS2322: …; what is indented goes on.
    const place = places.find((one) => line.startsWith(`${one}/`));
    if (place) add(place, line.trim().slice(place.length + 1));
    else if (/^error /.test(line)) add("", line.trim());
  }
  if (errors.size === 0) add("", all.trim() || "компилятор не запустился");
  return errors;
}

/** What to say about a place. */
export function described(place: string, errors: string[]): string {
  return `${place}: типы не сходятся${listed(errors)}`;
}
