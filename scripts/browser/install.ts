import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canApt, apt } from "../apt.ts";
import { execa } from "execa";

/**
 * Installs a Chromium: Debian's package where that is possible, else the build
 * that Playwright offers for this system. Progress goes to the terminal.
 *
 * @returns why what was tried did not work, in Russian; empty on success
 */
export async function installBrowser(): Promise<string[]> {
  const refused: string[] = [];
  // Ubuntu's package is a pointer to a snap, which a container cannot run.
  if (canApt() && isDebian()) {
    if (await apt("chromium", "fonts-noto-color-emoji")) return [];
    refused.push("apt-get install chromium: не удалось (сообщение выше)");
  }
  const { failed } = await execa({
    stdin: "ignore",
    stdout: process.stderr,
    stderr: "inherit",
    reject: false,
  })(process.execPath, [
    join(
      fileURLToPath(import.meta.resolve("playwright-core")),
      "../cli.js",
    ),
    "install",
    ...(canApt() ? ["--with-deps"] : []),
    "chromium",
  ]);
  if (!failed) return [];
  return [
    ...refused,
    "playwright-core install chromium: не удалось (сообщение выше)",
  ];
}

function isDebian(): boolean {
  return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}
