import { existsSync } from "node:fs";
import {
  chromium,
  type Browser,
  type LaunchOptions,
} from "playwright-core";
import { registryBuild, waysToInstall } from "./install-browser.ts";

type Place = Pick<LaunchOptions, "executablePath" | "channel">;

/** Keeps Chromium from asking its maker's servers for updates and news. */
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Chromium's sandbox cannot be set up by root. */
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/**
 * Where to look, in this order. The files come first: whether they are there
 * is seen at once, and Playwright leaves two empty folders behind for each
 * browser that it does not find.
 */
const places: Place[] = [
  // The name differs between distributions; a snap's launcher lies apart.
  { executablePath: "/usr/bin/chromium" },
  { executablePath: "/usr/bin/chromium-browser" },
  { executablePath: "/snap/bin/chromium" },
  { executablePath: registryBuild },
  // Playwright knows where each system keeps Chrome and Edge, and its own.
  { channel: "chrome" },
  { channel: "msedge" },
  {},
];

/**
 * A headless Chromium, Chrome or Edge: the one of CHROME_PATH, else one that
 * this machine has. The caller closes it.
 *
 * @throws Error with what was tried, in Russian, when none starts
 */
export async function launchBrowser(): Promise<Browser> {
  const refused: string[] = [];
  const found = await firstToStart(refused);
  if (found) return found.browser;
  throw new Error(
    [
      process.env.CHROME_PATH
        ? "CHROME_PATH не запускается."
        : "Не нашлось ни одного Chromium, Chrome или Edge.",
      "Установите любой из этих браузеров или укажите путь к нему в переменной CHROME_PATH.",
      ...refused.map((reason) => `- ${reason}`),
    ].join("\n"),
  );
}

/**
 * The program of the browser that `launchBrowser` will start, for CHROME_PATH.
 * When this machine has none, one is installed.
 *
 * @returns a path; or, when there is none, what was tried, a line each
 */
export async function browserProgram(): Promise<string | string[]> {
  const refused: string[] = [];
  const found = await firstProgram(refused);
  if (found) return found;
  if (process.env.CHROME_PATH) return refused;

  console.error("Браузера здесь нет: ставится Chromium …");
  const problems: string[] = [];
  for (const install of waysToInstall()) {
    const problem = await install();
    if (problem) {
      problems.push(problem);
      continue;
    }
    const installed = await firstProgram(problems);
    if (installed) return installed;
  }
  return problems;
}

async function firstProgram(
  refused: string[],
): Promise<string | undefined> {
  const found = await firstToStart(refused);
  if (!found) return undefined;
  const { browser, place } = found;
  const program = place.executablePath ?? (await programOf(browser));
  await browser.close();
  return program;
}

/** @param refused is told about those that do not start, a line each */
async function firstToStart(
  refused: string[],
): Promise<{ browser: Browser; place: Place } | undefined> {
  const { CHROME_PATH } = process.env;
  for (const place of CHROME_PATH
    ? [{ executablePath: CHROME_PATH }]
    : places) {
    const { executablePath, channel = "chromium" }: Place = place;
    if (executablePath && !existsSync(executablePath)) {
      refused.push(`${executablePath}: такого файла нет`);
      continue;
    }
    try {
      const args = [...quiet, ...asRoot];
      return { browser: await chromium.launch({ ...place, args }), place };
    } catch (error) {
      const [reason] = String(error).split("\n");
      refused.push(`${executablePath ?? channel}: ${reason}`);
    }
  }
}

/** What runs, where Playwright alone knew the place: an absolute path. */
async function programOf(browser: Browser): Promise<string> {
  const session = await browser.newBrowserCDPSession();
  const { commandLine } = await session.send("SystemInfo.getInfo");
  await session.detach();
  // On Windows a path with spaces stands in quotes.
  return commandLine.split(" --")[0]!.replaceAll('"', "");
}
