import { existsSync } from "node:fs";
import {
  chromium,
  type Browser,
  type LaunchOptions,
} from "playwright-core";
import { installBrowser } from "./install.ts";

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
  // Playwright knows where each system keeps Chrome and Edge, and its own.
  { channel: "chrome" },
  { channel: "msedge" },
  {},
];

/**
 * A headless Chromium, Chrome or Edge: the one of CHROME_PATH, else one that
 * this machine has, else one that is installed now. The caller closes it.
 *
 * @throws Error with what was tried, in Russian, when none starts
 */
export async function launchBrowser(): Promise<Browser> {
  const { CHROME_PATH } = process.env;
  const refused: string[] = [];
  const found = await firstToStart(
    CHROME_PATH ? [{ executablePath: CHROME_PATH }] : places,
    refused,
  );
  if (found) return found;
  if (CHROME_PATH) throw failure(`CHROME_PATH не запускается.`, refused);

  console.error(
    "Браузера для проверки лекции на этой машине нет: ставится Chromium …",
  );
  const problems = await installBrowser();
  const installed = await firstToStart(places, problems);
  if (installed) return installed;
  throw failure(
    "Не нашлось и не установилось ни одного Chromium, Chrome или Edge.",
    problems,
  );
}

async function firstToStart(
  list: Place[],
  refused: string[],
): Promise<Browser | undefined> {
  for (const place of list) {
    const { executablePath, channel } = place;
    if (executablePath && !existsSync(executablePath)) {
      refused.push(`${executablePath}: такого файла нет`);
      continue;
    }
    try {
      return await chromium.launch({
        ...place,
        args: [...quiet, ...asRoot],
      });
    } catch (error) {
      const [reason] = String(error).split("\n");
      refused.push(
        `${executablePath ?? channel ?? "chromium"}: ${reason}`,
      );
    }
  }
}

function failure(what: string, refused: string[]): Error {
  return new Error(
    [
      what,
      "Установите любой из этих браузеров или укажите путь к нему в переменной CHROME_PATH.",
      ...refused.map((reason) => `- ${reason}`),
    ].join("\n"),
  );
}

/**
 * The program that a browser runs as, for tools that start it themselves.
 *
 * @returns an absolute path
 */
export async function programOf(browser: Browser): Promise<string> {
  const session = await browser.newBrowserCDPSession();
  const { commandLine } = await session.send("SystemInfo.getInfo");
  await session.detach();
  // On Windows a path with spaces stands in quotes.
  return commandLine.split(" --")[0]!.replaceAll('"', "");
}
