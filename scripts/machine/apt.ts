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
 * Only one process at a time may install: another course on this machine is
 * waited for with flock, everybody else by apt itself.
 *
 * @param packages names of Debian packages
 * @returns whether all of them are installed now
 */
export async function apt(...packages: string[]): Promise<boolean> {
  // A failed update is not the end: the lists of last time may do.
  await (updated ??= aptGet("update"));
  return aptGet("install", "-y", "--no-install-recommends", ...packages);
}

/** The lists of packages need to be read only once. */
let updated: Promise<boolean> | undefined;

function aptGet(...args: string[]): Promise<boolean> {
  return installs(
    ...["flock", "/var/lock/course-apt", "/usr/bin/apt-get", "-qq"],
    ...["-o", "DPkg::Lock::Timeout=300", ...args],
  );
}

/**
 * Runs an installer, which may not ask; what it says goes to the standard
 * error output.
 *
 * @returns whether it succeeded
 */
export async function installs(
  ...[program = "", ...args]: string[]
): Promise<boolean> {
  const { failed } = await execa(program, args, {
    env: { DEBIAN_FRONTEND: "noninteractive" },
    stdin: "ignore",
    stdout: process.stderr,
    stderr: "inherit",
    reject: false,
  });
  return !failed;
}
