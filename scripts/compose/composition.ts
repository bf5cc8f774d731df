import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, ignoredIn } from "../course/files.ts";
import { generated } from "./generated.ts";
import { layered } from "./layers.ts";
import { starts } from "./start.ts";

/** What a composed file must be, and what it is made of. */
type Composed = {
  content: Buffer;
  /** The one file that it is a copy of; a generated file has none. */
  source?: string;
  /** Everything that it is made of, from the root. */
  madeOf: string[];
  /** A source whose place a generated file takes, so that nobody gets it. */
  hides?: string;
  /** It follows from other composed files, and nobody writes in it. */
  isDerived?: boolean;
};

/** Target path → what stands there; paths from the root, with "/". */
export type Composition = Map<string, Composed>;

/**
 * What labs/ and solutions/ must hold, worked out from course/ in memory.
 *
 * @param root folder of the course
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function composition(root: string): Composition {
  const contents = new Map<string, Buffer>();
  const composed: Composition = new Map();
  const sources = filesBelow(root, "course", ignoredIn(root));
  for (const [target, source] of layered(sources)) {
    const content =
      contents.get(source) ?? readFileSync(join(root, source));
    contents.set(source, content);
    composed.set(target, { content, source, madeOf: [source] });
  }
  for (const { target, text, madeOf } of generated(root)) {
    const hides = composed.get(target)?.source;
    composed.set(target, { content: Buffer.from(text), madeOf, hides });
  }
  for (const [target, text] of starts(composed)) {
    const hides = composed.get(target)?.source;
    composed.set(target, {
      content: Buffer.from(text),
      madeOf: ["course"],
      hides,
      isDerived: true,
    });
  }
  return composed;
}
