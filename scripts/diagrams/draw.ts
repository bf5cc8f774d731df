import { writeFileSync } from "node:fs";
import { launchBrowser } from "../browser/launch.ts";
import type { Diagram } from "./diagrams.ts";
import { config, styles } from "./look.ts";
import { fontFaces, mermaidScript } from "./mermaid.ts";
import { drawIn } from "./page.ts";
import { stampOf } from "./stamp.ts";

/**
 * Draws diagrams in a browser, without a network, and writes them.
 *
 * @throws Error when no browser can be had, or with the name of a diagram
 *   that mermaid does not understand
 */
export async function draw(diagrams: Diagram[]): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
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
          throw new Error(
            `slides/diagrams/${name}.mmd не нарисовать: ${(cause as Error).message}`,
            { cause },
          );
        });
      writeFileSync(drawing, `${svg}\n`);
    }
  } finally {
    await browser.close();
  }
}
