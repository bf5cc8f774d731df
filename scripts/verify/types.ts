import type { Sandbox } from "./sandbox.ts";

/**
 * Checks the types of many folders in one run of the compiler: it reads what
 * they have in common only once, and on the next run knows what is unchanged.
 *
 * @param places of the folders in the sandbox, such as "labs/bauth04"
 * @returns what the compiler says against each place that has errors, and
 *   under "" what it says about none of them
 */
export async function typeErrors(
  sandbox: Sandbox,
  places: string[],
): Promise<Map<string, string[]>> {
  const { failed, all } = await sandbox.program("", "tsc", [
    ...["--build", ...places],
    ...["--noEmit", "--pretty", "false", "--singleThreaded"],
  ]);
  if (!failed) return new Map();
  // labs/bauth04/src/a.ts(1,7): error TS2322: …; what is indented goes on.
  const errors = Map.groupBy(
    all.split("\n").filter((line) => /^(error |\S+\(\d)/.test(line)),
    (line) => places.find((place) => line.startsWith(`${place}/`)) ?? "",
  );
  return errors.size > 0
    ? errors
    : new Map([["", [all.trim() || "компилятор не запустился"]]]);
}
