import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { checkDiagrams } from "../diagrams/check.ts";
import { launchBrowser } from "../machine/browser.ts";
import { has } from "../machine/has.ts";
import { reportOf, type Report } from "../report/finding.ts";
import { withProgress } from "../report/progress.ts";
import { testedSources } from "./code.ts";
import { readDeck, type Deck } from "./deck.ts";
import { expectedOf, textViolations, type Subject } from "./read.ts";
import { checksOf, schemeNames, type Violation } from "./rules.ts";
import { serve, slidev, type Site } from "./site.ts";
import { walkSlides } from "./walk.ts";

/** Not the root of a host: so are most places where a deck is published. */
const base = "/lecture/";

/** A line of the progress, whose title may change. */
type Line = { title: string };

/**
 * Builds a deck and goes through it in a real browser, in both colour schemes,
 * click by click. Where there is no browser, the slides are read and built only.
 *
 * @param work folder for the built deck and, in screenshots/, its pictures
 * @param quiet shows no progress
 */
export async function checkDeck(
  subject: Subject,
  work: string,
  quiet = false,
): Promise<Report> {
  const screenshots = join(work, "screenshots");
  rmSync(screenshots, { recursive: true, force: true });
  mkdirSync(screenshots, { recursive: true });
  const violations: Violation[] = [];
  let deck: Deck = { slides: [], minutes: undefined };
  let browser: Browser | undefined;
  let site: Site | undefined;

  /** Keeps what is found; the line turns red then. */
  const task = (
    title: string,
    find: (line: Line) => Promise<Violation[]>,
  ) => ({
    title,
    task: async (_: unknown, line: Line) => {
      const found = await find(line).catch(({ message }: Error) =>
        broken(message),
      );
      violations.push(...found);
      if (found.length > 0) throw new Error(title);
    },
  });

  const read = task("Текст слайдов", async () => {
    deck = await readDeck(subject);
    return textViolations(deck, subject);
  });
  const build = task("Сборка", async () => {
    const built = join(work, "site");
    const options = ["--out", built, "--base", base];
    const { failed, all } = await slidev(
      subject.folder,
      "build",
      ...options,
    );
    if (failed) return broken(all);
    if (!has("browser")) return [];
    browser = await launchBrowser();
    site = await serve(built, base);
    return [];
  });
  const show = () => {
    const served = {
      subject,
      address: site!.address,
      slides: deck.slides,
      expected: expectedOf(deck.slides, subject.outline),
      sources: testedSources(subject.root),
      screenshots,
    };
    return (["light", "dark"] as const).map((scheme) =>
      task(schemeNames[scheme], (line) =>
        walkSlides(browser!, served, scheme, (no) => {
          line.title = `${schemeNames[scheme]} — ${no} из ${deck.slides.length}`;
        }),
      ),
    );
  };
  try {
    await withProgress(
      [
        read,
        { ...build, skip: () => deck.slides.length === 0 },
        {
          title: "Показ в браузере",
          skip: () => !site,
          task: (_, line) =>
            line.newListr(show(), {
              concurrent: true,
              exitOnError: false,
            }),
        },
      ],
      { quiet, concurrent: false },
    );
  } finally {
    await browser?.close();
    await site?.close();
  }
  return reportOf([
    ...checksOf(deck.slides, violations, site !== undefined),
    ...checkDiagrams(subject.root),
  ]);
}

function broken(what: string): Violation[] {
  return [{ rule: "build", what }];
}
