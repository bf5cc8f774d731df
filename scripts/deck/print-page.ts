import type { Browser, Page } from "playwright-core";

/** How long Slidev may take to make all slides of a deck, in milliseconds. */
const patience = 180_000;

/**
 * Opens Slidev's page for printing and leaves on it what goes on paper: every
 * slide as it is after its last click, and code that changes ("magic move")
 * once for each of its states.
 *
 * @param address of a `printSite`
 * @param slides how many there are
 * @returns the page; its frames are `.print-slide-container`, with ids such
 *   as "029-02" for slide 29
 * @throws Error with what stands on a slide in place of its code, or with the
 *   slides whose models do not fit: pnpm deck:check sees these on a screen only
 */
export async function openPrintPage(
  browser: Browser,
  address: string,
  slides: number,
): Promise<Page> {
  const page = await browser.newPage({ colorScheme: "light" });
  page.setDefaultTimeout(patience);
  // On paper, slides look as on the screen.
  await page.emulateMedia({ media: "screen" });
  await page.goto(`${address}?print=clicks#/print`);
  await page.waitForFunction(isComplete, slides);
  // A slide that has come says how many clicks it has: Vue adds their frames.
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode()));
    await new Promise(requestAnimationFrame);
  });
  await page.waitForFunction(isComplete, slides);
  await page.evaluate(leaveStates);
  const problems = page.locator(".print-slide-container [role=alert]");
  const said = new Set(await problems.allInnerTexts());
  for (const id of await page.evaluate(overflowing))
    said.add(`На бумаге модель слайда ${Number(id)} не помещается.`);
  if (said.size > 0) throw new Error([...said].join("\n"));
  return page;
}

/** Runs in the browser: all slides are there, and all states of their code. */
function isComplete(slides: number): boolean {
  const frames = [...document.querySelectorAll(".print-slide-container")];
  const bySlide = Map.groupBy(frames, ({ id }) => id.split("-")[0]);
  return (
    bySlide.size === slides &&
    frames.every((frame) => frame.querySelector(".slidev-layout")) &&
    [...bySlide.values()].every((clicks) => {
      const codes = clicks.map(
        (frame) =>
          frame.querySelector(".slidev-code-magic-move")?.textContent,
      );
      return codes[0] === undefined || new Set(codes).size > 1;
    })
  );
}

/** Runs in the browser; no paper has buttons that can be pressed. */
function leaveStates(): void {
  const code = (frame: Element) =>
    frame.querySelector(".slidev-code-magic-move")?.textContent;
  const frames = [
    ...document.querySelectorAll<HTMLElement>(".print-slide-container"),
  ];
  // No empty page after the last one.
  frames.at(-1)!.style.breakAfter = "auto";
  for (const [index, frame] of frames.entries()) {
    const next = frames[index + 1];
    const [no] = frame.id.split("-");
    if (next?.id.startsWith(`${no}-`) && code(next) === code(frame))
      frame.remove();
  }
  for (const control of document.querySelectorAll(
    ".print-slide-container :is(button, input, select)",
  ))
    control.remove();
}

/** Runs in the browser: numbers of slides whose model reaches the footer. */
function overflowing(): string[] {
  return [...document.querySelectorAll(".print-slide-container")].flatMap(
    (frame) => {
      const box = (selector: string) =>
        frame.querySelector(selector)?.getBoundingClientRect();
      const floor = box("footer")?.top ?? Infinity;
      const model = box(".model")?.bottom ?? 0;
      return model > floor ? [frame.id.split("-")[0]!] : [];
    },
  );
}
