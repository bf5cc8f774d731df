import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import mermaid from "mermaid/package.json" with { type: "json" };
import { root } from "../course/steps.ts";

/** mermaid in one file, for a page without a server. */
export const mermaidScript = fileURLToPath(
  import.meta.resolve("mermaid/dist/mermaid.min.js"),
);

export const { version: mermaidVersion } = mermaid;

/** The deck's font, so that text is measured as it will be shown. */
export function fontFaces(): string {
  return ["latin", "cyrillic"]
    .map((alphabet) => {
      // A package of the deck's, not of the scripts'.
      const file = createRequire(
        join(root, "slides", "package.json"),
      ).resolve(
        `@fontsource-variable/golos-text/files/golos-text-${alphabet}-wght-normal.woff2`,
      );
      const data = readFileSync(file).toString("base64");
      const range =
        alphabet === "cyrillic"
          ? "U+0400-04FF, U+2116"
          : "U+0000-03FF, U+2000-22FF";
      return `@font-face {
        font-family: "Golos Text Variable";
        font-weight: 400 900;
        src: url(data:font/woff2;base64,${data});
        unicode-range: ${range};
      }`;
    })
    .join("\n");
}
