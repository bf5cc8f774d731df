import { writeFileSync } from "node:fs";
import { launchBrowser } from "../machine/browser.ts";
import { CourseError } from "../course/steps.ts";
import type { Diagram } from "./diagrams.ts";
import { config, styles } from "./look.ts";
import { fontFaces, mermaidScript } from "./mermaid.ts";
import { drawIn } from "./page.ts";
import { stampOf } from "./stamp.ts";

/**
 * Draws diagrams in a browser, without a network, and writes them.
 *
 * @throws Error when no browser can be had
 * @throws CourseError with the file and the line that mermaid does not
 *   understand; that drawing is left as it was
 */
export async function draw(diagrams: Diagram[]): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ offline: true });
    await page.addStyleTag({ content: fontFaces() });
    await page.addScriptTag({ path: mermaidScript });
    for (const { name, source, drawing } of diagrams) {
      const svg = await page
        .evaluate(drawIn, {
          id: `diagram-${name}`,
          source,
          config,
          styles,
          stamp: stampOf(source),
        })
        .catch((cause: unknown) => {
          throw new CourseError(
            `slides/diagrams/${name}.mmd не нарисовать, исправьте его:\n${reason(cause)}`,
            { cause },
          );
        });
      writeFileSync(drawing, `${svg}\n`);
    }
  } finally {
    await browser.close();
  }
}

/** What mermaid says, without where in mermaid it says so. */
function reason(cause: unknown): string {
  return (cause as Error).message
    .replace(/^page\.evaluate: (Error: )?/, "")
    .replace(/(\n +at .*)+$/, "");
}
