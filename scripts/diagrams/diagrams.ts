import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../course/steps.ts";
import { stampOf } from "./stamp.ts";

/** A picture of the deck and what it is drawn from. */
export type Diagram = {
  name: string;
  source: string;
  /** Path of the drawing. */
  drawing: string;
};

/**
 * Every diagram that has a source.
 *
 * @param from folder of the course
 */
export function diagrams(from = root): Diagram[] {
  const folder = join(from, "slides", "diagrams");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".mmd"))
    .map((file) => {
      const name = file.slice(0, -".mmd".length);
      return {
        name,
        source: readFileSync(join(folder, file), "utf8"),
        drawing: join(folder, `${name}.svg`),
      };
    });
}

/**
 * Drawings that are missing or were made of something else than what their
 * source, the common look and mermaid are now. Needs no browser.
 *
 * @param from folder of the course
 * @returns one Russian sentence each, with what to do
 */
export function staleDiagrams(from = root): string[] {
  return diagrams(from)
    .filter(({ source, drawing }) => !isFresh(source, drawing))
    .map(
      ({ name }) =>
        `slides/diagrams/${name}.svg нарисован не по нынешнему ${name}.mmd: запустите pnpm slides:diagrams`,
    );
}

function isFresh(source: string, drawing: string): boolean {
  return (
    existsSync(drawing) &&
    readFileSync(drawing, "utf8").includes(
      `data-made-of="${stampOf(source)}"`,
    )
  );
}
