import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../course/fingerprint.ts";
import { mermaidVersion } from "./mermaid.ts";
import { config, themeFile } from "./theme.ts";

/** A picture of the deck and what it is drawn from. */
export type Diagram = {
  name: string;
  /** The .mmd file. */
  source: string;
  /** The .svg file, which need not exist. */
  drawing: string;
};

/**
 * Every diagram that has a source.
 *
 * @param root folder of the course
 */
export function diagramsOf(root: string): Diagram[] {
  const folder = join(root, "slides", "diagrams");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".mmd"))
    .map((file) => {
      const name = file.slice(0, -".mmd".length);
      return {
        name,
        source: join(folder, file),
        drawing: join(folder, `${name}.svg`),
      };
    });
}

/** What a diagram would be drawn from now: source, theme and mermaid. */
export function wantedFingerprint({ source }: Diagram): string {
  return fingerprint(
    new Map([
      ["source", source],
      ["theme", themeFile],
    ]),
    JSON.stringify(config),
    mermaidVersion,
  );
}

/** The svg of a diagram; empty where it has not been drawn. */
export function drawingOf({ drawing }: Diagram): string {
  return existsSync(drawing) ? readFileSync(drawing, "utf8") : "";
}
