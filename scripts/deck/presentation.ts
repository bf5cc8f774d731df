import type { Browser, ElementHandle, Page } from "playwright-core";
import type { Slide } from "./deck.ts";

/** How the deck is looked at. */
export type Scheme = "light" | "dark";

/** A slide that is on the screen, with everything on it at rest. */
export type Moment = {
  page: Page;
  /** Number of the slide, from 1. */
  no: number;
  clicks: number;
  element: ElementHandle<HTMLElement>;
};

/**
 * A screen that is as wide as the canvas, so that a pixel there is a pixel
 * here. Its context has to be closed.
 */
export async function openDeck(
  browser: Browser,
  scheme: Scheme,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 800, height: 450 },
    deviceScaleFactor: 1.6,
    colorScheme: scheme,
    reducedMotion: "reduce",
    locale: "ru-RU",
    // Slidev keeps the projector's screen on; not every headless build may.
    permissions: ["screen-wake-lock"],
  });
  return await context.newPage();
}

/**
 * Presents a deck as a speaker does, with the → key, from the first slide to
 * the last click of the last one.
 *
 * @param slides the deck's
 */
export async function* present(
  page: Page,
  address: string,
  slides: Slide[],
): AsyncGenerator<Moment> {
  await page.goto(address);
  await page.waitForURL(/#\/./);
  for (;;) {
    const place = placeOf(page, slides);
    yield { page, ...place, element: await settled(page, place.no) };
    const before = page.url();
    await page.keyboard.press("ArrowRight");
    if (!(await page.evaluate(leaves, before))) return;
  }
}

function placeOf(
  page: Page,
  slides: Slide[],
): { no: number; clicks: number } {
  const [, name, clicks = "0"] = /#\/([^?]+)(?:\?.*\bclicks=(\d+))?/.exec(
    page.url(),
  )!;
  const slide = slides.find(
    ({ no, alias }) => name === alias || name === String(no),
  );
  if (!slide) throw new Error(`слайда «${name}» в Markdown нет`);
  return { no: slide.no, clicks: Number(clicks) };
}

/** Waits until the address changes; false when it stays, as at the end. */
async function leaves(address: string): Promise<boolean> {
  const end = performance.now() + 1000;
  while (location.href === address) {
    if (performance.now() > end) return false;
    await new Promise((next) => requestAnimationFrame(next));
  }
  return true;
}

async function settled(
  page: Page,
  no: number,
): Promise<ElementHandle<HTMLElement>> {
  const element = await page.waitForSelector(
    `#slide-content [data-slidev-no="${no}"]:not(:has(.slidev-slide-loading))`,
  );
  await page.evaluate(rest);
  return element as ElementHandle<HTMLElement>;
}

/** Waits for fonts and pictures, and takes every animation to its end. */
async function rest(): Promise<void> {
  const frame = () =>
    new Promise((next) => requestAnimationFrame(() => next(0)));
  await document.fonts.ready;
  const pictures = Array.from(document.images)
    .filter((image) => image.checkVisibility() && !image.complete)
    .map((image) => image.decode().catch(() => {}));
  await Promise.all(pictures);
  const end = performance.now() + 5000;
  for (let still = 0; still < 2 && performance.now() < end;) {
    await frame();
    const running = document
      .getAnimations()
      .filter(
        ({ playState, effect }) =>
          playState === "running" &&
          Number.isFinite(effect?.getComputedTiming().endTime),
      );
    for (const animation of running) animation.finish();
    const moving =
      running.length > 0 ||
      document.querySelector(
        "#slide-content :is([class*=-enter-active], [class*=-leave-active], .shiki-magic-move-leave)",
      );
    still = moving ? 0 : still + 1;
  }
}
