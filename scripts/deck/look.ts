import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { addAxe, barriersOf } from "./accessibility.ts";
import type { Deck, Slide } from "./deck.ts";
import { factsOf } from "./facts.ts";
import type { Finding, Rule } from "./finding.ts";
import { judge, type Expected } from "./judge.ts";
import { deadLinks } from "./links.ts";
import { modelFaults } from "./models.ts";
import {
  openDeck,
  present,
  type Moment,
  type Scheme,
} from "./presentation.ts";
import { listen } from "./traffic.ts";

/** A built deck that is being served, and what is expected of it. */
export type Served = Deck & {
  address: string;
  slides: Slide[];
  /** For each of the slides. */
  expected: Expected[];
  /** "owner/name" on GitHub, where the course has one. */
  repository: string | undefined;
  /** Folder that takes a picture of every click. */
  screenshots: string;
};

/**
 * Presents a deck from its first click to its last and looks at each.
 *
 * @param onSlide is told each number as its slide comes on the screen
 */
export async function lookThrough(
  browser: Browser,
  served: Served,
  scheme: Scheme,
  onSlide: (no: number) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let no = 1;
  let clicks = 0;
  const report = (rule: Rule, what: string) => {
    const slide = served.slides[no - 1];
    findings.push({
      rule,
      ...(slide ? { slide } : {}),
      what,
      when: [{ scheme, clicks }],
    });
  };
  const page = await openDeck(browser, scheme);
  try {
    await addAxe(page);
    listen(page, served.address, report);
    for await (const moment of present(
      page,
      served.address,
      served.slides,
    )) {
      if (moment.no !== no || moment.clicks === 0) onSlide(moment.no);
      ({ no, clicks } = moment);
      await look(moment, served, scheme, report);
    }
    if (no !== served.slides.length)
      report(
        "build",
        `показ остановился, слайдов ${served.slides.length}`,
      );
    findings.push(...(await documentFindings(page)));
  } catch (error) {
    report("build", `показ прервался: ${(error as Error).message}`);
  } finally {
    await page.context().close();
  }
  return findings;
}

async function look(
  { page, no, clicks, element }: Moment,
  served: Served,
  scheme: Scheme,
  report: (rule: Rule, what: string) => void,
): Promise<void> {
  const facts = await element.evaluate(factsOf);
  for (const { rule, what } of judge(facts, served.expected[no - 1]!))
    report(rule, what);
  for (const what of await deadLinks(facts, served)) report("links", what);
  for (const what of await barriersOf(page)) report("accessible", what);
  const name = [
    String(no).padStart(2, "0"),
    String(clicks).padStart(2, "0"),
    scheme,
  ].join("-");
  await page.screenshot({
    path: join(served.screenshots, `${name}.jpeg`),
    quality: 80,
  });
  if (clicks > 0) return;
  for (const what of await modelFaults(page, no, async () => {
    const facts = await element.evaluate(factsOf);
    for (const { rule, what } of judge(facts, served.expected[no - 1]!))
      report(rule, what);
  }))
    report("models", what);
}

async function documentFindings(page: Page): Promise<Finding[]> {
  const { lang, title } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
  }));
  const rule = "language";
  return [
    ...(lang === "ru"
      ? []
      : [{ rule, what: `<html lang="${lang}">, а не "ru"` } as const]),
    ...(title.trim()
      ? []
      : [{ rule, what: "у страницы нет заголовка" } as const]),
  ];
}
