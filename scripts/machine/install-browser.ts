import {
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execa } from "execa";
import { Stop } from "../bootstrap/stop.mjs";
import { tool } from "../bootstrap/tool.mjs";
import chromium from "../bootstrap/tools/chromium/package.json" with { type: "json" };
import { root } from "../course/steps.ts";
import { apt, canApt, installs } from "./apt.ts";

/** Installs a browser; undefined on success, else what did not work. */
type Way = () => Promise<string | undefined>;

/**
 * The ways to a Chromium, the lightest first: Debian's package, the build in
 * the npm registry, the build that Playwright offers for this system.
 * Progress goes to the terminal.
 */
export function waysToInstall(): Way[] {
  return [
    // Ubuntu's package is a pointer to a snap, which a container cannot run.
    ...(canApt() && isDebian() ? [debianPackage] : []),
    // The registry has it for this one system and processor.
    ...(process.platform === "linux" && process.arch === "x64"
      ? [fromRegistry]
      : []),
    fromPlaywright,
  ];
}

/** Starts the build from the registry, once that is unpacked. */
export const registryBuild = join(
  root,
  `.cache/chromium-${chromium.version}/unpacked/start-chromium`,
);

function isDebian(): boolean {
  return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

async function debianPackage(): Promise<string | undefined> {
  return (await apt("chromium", "fonts-noto-color-emoji"))
    ? undefined
    : "apt-get install chromium: не удалось (сообщение выше)";
}

/** @see https://github.com/Sparticuz/chromium#readme */
async function fromRegistry(): Promise<string | undefined> {
  try {
    const entry = "@sparticuz/chromium/build/index.js";
    const main = await tool(
      root,
      "chromium",
      "лекцию проверяют в браузере",
      (modules) => [join(modules, entry)].find((file) => existsSync(file)),
    );
    await unpack(main!);
    return undefined;
  } catch (error) {
    const why = error instanceof Stop ? error.message : String(error);
    return `Chromium из реестра npm: ${why}`;
  }
}

/** @param entry the package's main module, which knows how to unpack itself */
async function unpack(entry: string): Promise<void> {
  const home = dirname(registryBuild);
  const filling = mkdtempSync(`${home}-`);
  try {
    await execa(
      process.execPath,
      [
        ...["--input-type=module", "--eval"],
        `const { default: chromium } = await import(${JSON.stringify(pathToFileURL(entry).href)});
         await chromium.executablePath();`,
      ],
      // It unpacks to the temporary folder, and on Amazon's machines also the
      // libraries that a minimal system lacks.
      { env: { TMPDIR: filling, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" } },
    );
    writeFileSync(
      join(filling, "fonts", "fonts.conf"),
      `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`,
    );
    writeFileSync(
      join(filling, "start-chromium"),
      `#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_PATH="$here/fonts"
# Letters as wide as on a screen with a desktop, not rounded to whole pixels.
exec "$here/chromium" --font-render-hinting=none "$@"
`,
      { mode: 0o755 },
    );
    // Another check of the same course may have been quicker.
    if (!existsSync(home)) renameSync(filling, home);
  } finally {
    rmSync(filling, { recursive: true, force: true });
  }
}

async function fromPlaywright(): Promise<string | undefined> {
  const main = fileURLToPath(import.meta.resolve("playwright-core"));
  const isInstalled = await installs(
    ...[process.execPath, join(main, "../cli.js"), "install"],
    ...(canApt() ? ["--with-deps"] : []),
    "chromium",
  );
  return isInstalled
    ? undefined
    : "playwright-core install chromium: не удалось (сообщение выше)";
}
