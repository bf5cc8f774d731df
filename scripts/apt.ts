import { existsSync } from "node:fs";
import { execa } from "execa";

/** Whether this process may install Debian or Ubuntu packages. */
export function canApt(): boolean {
  return (
    process.platform === "linux" &&
    process.getuid?.() === 0 &&
    existsSync("/usr/bin/apt-get")
  );
}

/**
 * Installs packages without asking and without what they merely recommend.
 * What apt says goes to the standard error output.
 *
 * @param packages names of Debian packages
 * @returns whether all of them are installed now
 */
export async function apt(...packages: string[]): Promise<boolean> {
  const run = execa({
    env: { DEBIAN_FRONTEND: "noninteractive" },
    stdin: "ignore",
    stdout: process.stderr,
    stderr: "inherit",
    reject: false,
  });
  // A failed update is not the end: the lists of last time may do.
  await run("/usr/bin/apt-get", ["update", "-qq"]);
  const { failed } = await run("/usr/bin/apt-get", [
    "install",
    "-y",
    "-qq",
    "--no-install-recommends",
    ...packages,
  ]);
  return !failed;
}
