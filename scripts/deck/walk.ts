import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { addAxe, axeViolations } from "./accessibility.ts";
import type { Slide } from "./deck.ts";
import { factsOf } from "./facts.ts";
import { judge, type Expected } from "./judge.ts";
import { deadLinks } from "./links.ts";
import { modelFaults } from "./models.ts";
import { pageEvents } from "./page-events.ts";
import {
  openDeck,
  present,
  type Moment,
  type Scheme,
} from "./presentation.ts";
import type { Subject } from "./read.ts";
import type { Rule, Violation } from "./rules.ts";

/** A built deck that is being served, and what is expected of it. */
export type Served = {
  subject: Subject;
  address: string;
  slides: Slide[];
  /** For each of the slides. */
  expected: Expected[];
  /** Of tested code, from `testedSources`. */
  sources: string[];
  /** Folder that takes a picture of every click. */
  screenshots: string;
};

type Report = (rule: Rule, what: string) => void;

/**
 * Presents a deck from its first click to its last and judges each.
 *
 * @param onSlide is told each number as its slide comes on the screen
 */
export async function walkSlides(
  browser: Browser,
  served: Served,
  scheme: Scheme,
  onSlide: (no: number) => void,
): Promise<Violation[]> {
  const { address, slides } = served;
  const violations: Violation[] = [];
  let no = 1;
  let clicks = 0;
  const report: Report = (rule, what) =>
    violations.push({
      rule,
      slide: slides[no - 1],
      what,
      moment: { scheme, clicks },
    });
  const page = await openDeck(browser, scheme);
  try {
    await addAxe(page);
    pageEvents(page, address, report);
    for await (const moment of present(page, address, slides)) {
      if (moment.no !== no || moment.clicks === 0) onSlide(moment.no);
      ({ no, clicks } = moment);
      await inspect(moment, served, scheme, report);
    }
    if (no !== slides.length)
      violations.push({
        rule: "build",
        what: `показ остановился на слайде ${no} из ${slides.length}`,
      });
    violations.push(...(await documentViolations(page)));
  } catch (error) {
    violations.push({
      rule: "build",
      what: `показ прервался на слайде ${no}: ${(error as Error).message}`,
    });
  } finally {
    await page.context().close();
  }
  return violations;
}

async function inspect(
  { page, no, clicks, element }: Moment,
  { subject, address, slides, expected, sources, screenshots }: Served,
  scheme: Scheme,
  report: Report,
): Promise<void> {
  const judged = async () => {
    const facts = await element.evaluate(factsOf);
    for (const { rule, what } of judge(facts, expected[no - 1]!, sources))
      report(rule, what);
    return facts;
  };
  const facts = await judged();
  for (const what of await deadLinks(facts, subject, slides, address))
    report("links", what);
  for (const what of await axeViolations(page)) report("accessible", what);
  const name = [no, clicks].map((part) => String(part).padStart(2, "0"));
  await page.screenshot({
    path: join(screenshots, `${name.join("-")}-${scheme}.jpeg`),
    quality: 80,
  });
  if (clicks > 0) return;
  for (const what of await modelFaults(page, no, judged))
    report("models", what);
}

async function documentViolations(page: Page): Promise<Violation[]> {
  const lang = await page.locator("html").getAttribute("lang");
  return [
    ...(lang === "ru" ? [] : [`<html lang="${lang}">, а не "ru"`]),
    ...((await page.title()).trim() ? [] : ["у страницы нет заголовка"]),
  ].map((what) => ({ rule: "language", what }));
}
