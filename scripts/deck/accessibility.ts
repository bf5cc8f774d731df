import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** Makes axe known to every page that is opened from now on. */
export async function addAxe(page: Page): Promise<void> {
  await page.addInitScript({ content: axe.source });
}

/**
 * What axe finds on the slide that is on the screen: WCAG 2.2 AA and its best
 * practices. Slidev's own bar of buttons is left out, and so are
 * lines of code that are dimmed while others are talked about: a click later,
 * or earlier, they are not.
 *
 * @returns axe's rule, its sentence and the place
 */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(run);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, any: [reason] }) =>
        `${id}: ${help} — ${html.slice(0, 120)}${reason ? ` (${reason.message})` : ""}`,
    ),
  );
}

/** Runs in the page. */
async function run(): Promise<AxeResults> {
  // axe walks through the whole document, and Slidev keeps all slides in it:
  // without the hidden ones it takes a tenth of the time.
  const hidden = Array.from(
    document.querySelectorAll<HTMLElement>("#slideshow > *"),
  )
    .filter((slide) => slide.style.display === "none")
    .map((slide) => ({ slide, gap: document.createComment("") }));
  for (const { slide, gap } of hidden) slide.replaceWith(gap);
  // Slidev's layer for drawing lies over everything: axe could not see the
  // background of any text.
  document
    .querySelector<SVGElement>("#slide-content > svg")
    ?.style.setProperty("display", "none");
  try {
    return await (globalThis as unknown as { axe: typeof axe }).axe.run(
      {
        include: ["#slide-content"],
        exclude: [".slidev-code .dishonored"],
      },
      { resultTypes: ["violations"] },
    );
  } finally {
    for (const { slide, gap } of hidden) gap.replaceWith(slide);
  }
}
