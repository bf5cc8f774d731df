import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { execa } from "execa";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../machine/browser.ts";
import { root } from "../course.ts";
import { readSlides, type Deck, type Slide } from "../deck/deck.ts";
import { buildDeck, serve } from "../deck/site.ts";

const base = "/lecture/";

/** What a browser takes to show one slide of a deck that it has never seen. */
type Weight = {
  /** Bytes of JavaScript, gzipped, that had come when the slide was drawn. */
  script: number;
  /** Bytes of fonts. */
  fonts: number;
  /** Requests to other hosts, and the bytes that they brought. */
  foreign: { requests: number; bytes: number };
};

/** The figures of a deck. */
type Figures = {
  slides: number;
  buildSeconds: number;
  first: Weight;
  /** The heaviest slide with a diagram. */
  diagram: Weight;
};

/**
 * Measures the deck beside its outline as stock Slidev shows it, and how long
 * the check of the deck takes, and prints both.
 */
export async function benchDeck(): Promise<void> {
  const browser = await launchBrowser();
  const work = mkdtempSync(join(tmpdir(), "deck-bench-"));
  try {
    const ours = await measure(browser, join(root, "slides"), work);
    const stock = await measure(browser, stockDeck(), work);
    print(ours, stock);
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
  const began = performance.now();
  await execa("node", ["scripts/deck/cli.ts"], {
    cwd: root,
    reject: false,
  });
  row("whole browser check", seconds(performance.now() - began), "–");
}

/** The outline, where Slidev finds the theme: it looks beside the deck. */
function stockDeck(): string {
  const folder = join(root, ".cache", "bench", "stock");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(import.meta.dirname, "stock"), folder, { recursive: true });
  cpSync(join(root, "public"), join(folder, "public"), {
    recursive: true,
  });
  return folder;
}

async function measure(
  browser: Browser,
  folder: string,
  work: string,
): Promise<Figures> {
  const deck: Deck = { folder, root };
  const slides = await readSlides(deck);
  const built = join(work, "site");
  const began = performance.now();
  const { failed, all } = await buildDeck(folder, built, "--base", base);
  if (failed) throw new Error(all);
  const buildSeconds = (performance.now() - began) / 1000;
  const site = await serve(built, base);
  try {
    const weigh = (slide: Slide) =>
      weightOf(browser, site.address, built, slide);
    const diagrams: Weight[] = [];
    for (const slide of slides.filter(hasDiagram))
      diagrams.push(await weigh(slide));
    return {
      slides: slides.length,
      buildSeconds,
      first: await weigh(slides[0]!),
      diagram: diagrams.toSorted((a, b) => b.script - a.script)[0]!,
    };
  } finally {
    await site.close();
  }
}

function hasDiagram({ markdown }: Slide): boolean {
  return /^```mermaid\b|<(Diagram|Flowchart)\b/m.test(markdown);
}

async function weightOf(
  browser: Browser,
  address: string,
  built: string,
  slide: Slide,
): Promise<Weight> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const foreign = { requests: 0, bytes: 0 };
  page.on("request", (request) => {
    if (
      /^https?:/.test(request.url()) &&
      !request.url().startsWith(address)
    )
      foreign.requests++;
  });
  page.on("requestfinished", async (request) => {
    if (request.url().startsWith(address)) return;
    const { responseBodySize } = await request.sizes();
    foreign.bytes += responseBodySize;
  });
  try {
    await page.goto(`${address}#/${slide.alias ?? slide.no}`);
    const shown = page.locator(`[data-slidev-no="${slide.no}"]`);
    await shown
      .locator(hasDiagram(slide) ? "svg:visible" : "h1:visible")
      .first()
      .waitFor();
    const files = await page.evaluate(async () => {
      const loaded = performance
        .getEntriesByType("resource")
        .map(({ name }) => name);
      await document.fonts.ready;
      return {
        loaded,
        all: performance
          .getEntriesByType("resource")
          .map(({ name }) => name),
      };
    });
    return {
      script: sum(
        files.loaded.filter((name) => name.endsWith(".js")),
        gzipped,
      ),
      fonts: sum(
        files.all.filter((name) => /\.woff2?$/.test(name)),
        plain,
      ),
      foreign,
    };
  } finally {
    await context.close();
  }

  function content(url: string): Buffer {
    return url.startsWith(address)
      ? readFileSync(join(built, url.slice(address.length)))
      : Buffer.of();
  }

  function gzipped(url: string): number {
    return gzipSync(content(url)).length;
  }

  function plain(url: string): number {
    return content(url).length;
  }
}

function sum(urls: string[], size: (url: string) => number): number {
  return urls.reduce((total, url) => total + size(url), 0);
}

function print(ours: Figures, stock: Figures): void {
  const both = (name: string, figure: (figures: Figures) => string) =>
    row(name, figure(ours), figure(stock));
  row("", "this deck", "stock");
  both("slides", ({ slides }) => String(slides));
  both("first slide, JS gz", ({ first }) => kilobytes(first.script));
  both("first slide, fonts", ({ first }) => kilobytes(first.fonts));
  both("diagram slide, JS gz", ({ diagram }) => kilobytes(diagram.script));
  both(
    "diagram : first slide",
    ({ diagram, first }) =>
      `×${(diagram.script / first.script).toFixed(2)}`,
  );
  both(
    "other hosts",
    ({ first: { foreign } }) =>
      `${foreign.requests} requests, ${kilobytes(foreign.bytes)}`,
  );
  both("build", ({ buildSeconds }) => seconds(buildSeconds * 1000));
}

function row(name: string, ours: string, stock: string): void {
  console.log(
    `${name.padEnd(22)} ${ours.padStart(18)} ${stock.padStart(18)}`,
  );
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
