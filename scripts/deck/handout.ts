import { PDFDocument } from "pdf-lib";
import type { Page } from "playwright-core";
import { printSite } from "../../slides/print-site.ts";
import { browserProgram, launchBrowser } from "../machine/browser.ts";
import { readDeck, type Folders } from "./deck.ts";
import { openPrintPage } from "./print-page.ts";
import { layOutSheets } from "./sheets.ts";

/** Width of a slide divided by its height. */
const wide = 16 / 9;
/** The same of a sheet of A4. */
const upright = 210 / 297;

/** A PDF, and how many pages it has. */
type Printed = { pdf: Uint8Array; pages: number };

/** What has been printed of a deck. */
export type Handout = {
  slides: number;
  /** More pages than slides: code that changes is there before and after. */
  handout: Printed;
  /** For the lecturer: a page for each slide. */
  notes: Printed | undefined;
};

/**
 * Prints a deck as a PDF for students and, with its notes, as another one for
 * the lecturer. Both have bookmarks, and the tags that screen readers need.
 *
 * @param withNotes whether the second one is wanted
 * @throws Error that says what is wrong with the deck or its PDF, or that no
 *   browser can be had
 */
export async function printHandout(
  folders: Folders,
  withNotes: boolean,
): Promise<Handout> {
  const { length: slides } = (await readDeck(folders)).slides;
  const program = await browserProgram();
  if (typeof program !== "string") throw new Error(program.join("\n"));
  const site = await printSite(folders.folder);
  const browser = await launchBrowser();
  try {
    const page = await openPrintPage(browser, site.address, slides);
    const frames = page.locator(".print-slide-container");
    const handout = await printed(page, await frames.count(), wide);
    if (!withNotes) return { slides, handout, notes: undefined };
    await layOutSheets(page, site.address);
    const notes = await printed(page, slides, upright);
    return { slides, handout, notes };
  } finally {
    await browser.close();
    await site.close();
  }
}

async function printed(
  page: Page,
  pages: number,
  shape: number,
): Promise<Printed> {
  const document = await PDFDocument.load(
    await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
    }),
  );
  const problems = handoutProblems(document, pages, shape);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // Written again it is a third smaller: Chromium does not compress the tags.
  return { pdf: await document.save(), pages };
}

/**
 * Holds a PDF against the deck. One slide that is too wide makes Chromium
 * shrink all of them and put several on a page, and it says nothing.
 *
 * @param pages how many it has to have
 * @param shape width of a page divided by its height
 * @returns what is wrong, in Russian
 */
export function handoutProblems(
  document: PDFDocument,
  pages: number,
  shape = wide,
): string[] {
  const misshapen = document.getPages().flatMap((page, index) => {
    const { width, height } = page.getSize();
    return Math.abs(width / height - shape) > 0.01 ? [index + 1] : [];
  });
  const found = document.getPageCount();
  return [
    ...(found === pages
      ? []
      : [
          `страниц ${found}, а должно быть ${pages}: какой-то слайд шире холста, его назовёт pnpm deck:check`,
        ]),
    ...(misshapen.length === 0
      ? []
      : [`страницы не той формы: ${misshapen.join(", ")}`]),
  ];
}
