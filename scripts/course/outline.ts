import { readFileSync } from "node:fs";

/** A slide that the lecture has to have. */
export type OutlineSlide = {
  /** As it stands on the slide. */
  title: string;
  /** The lab whose badge it wears, such as "bauth04". */
  lab: string | undefined;
};

/**
 * Reads the outline of a lecture: a numbered list of titles, each followed by
 * " · " and a lab where the slide has one.
 *
 * @param file such as course/outline.md
 */
export function readOutline(file: string): OutlineSlide[] {
  return Array.from(
    readFileSync(file, "utf8").matchAll(/^\d+\. (.+?)(?: · (\w+))?$/gm),
    ([, title, lab]) => ({ title: title!, lab }),
  );
}
