import { readFileSync, writeFileSync } from "node:fs";
import { launchBrowser } from "../machine/browser.ts";
import { CourseError } from "../course/steps.ts";
import { wantedFingerprint, type Diagram } from "./diagrams.ts";
import { fontFaces, mermaidScript } from "./mermaid.ts";
import { drawIn } from "./page.ts";
import { config, themeFile } from "./theme.ts";

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
    const styles = readFileSync(themeFile, "utf8");
    for (const diagram of diagrams) {
      const { name, source, drawing } = diagram;
      const svg = await page
        .evaluate(drawIn, {
          id: `diagram-${name}`,
          source: readFileSync(source, "utf8"),
          config,
          styles,
          fingerprint: wantedFingerprint(diagram),
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
