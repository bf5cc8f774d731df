import { mkdirSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Composition, composition } from "./composition.ts";
import type { Side } from "./direction.ts";
import { savedState } from "./head.ts";
import { plan, type Plan } from "./plan.ts";

/** What a run of composing did, or why it did nothing. */
export type Outcome = Plan & {
  /** What the folders are composed to. */
  composed: Composition;
  /** The commit that keeps what was replaced and not committed. */
  saved?: string;
};

/**
 * Brings course/, labs/ and solutions/ together: edits made in composed
 * folders go to their source, and every folder gets what course/ says. With
 * any conflict, nothing at all is written.
 *
 * @param root folder of the course
 * @param from the side that is right where git cannot tell
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function compose(
  root: string,
  { from }: { from?: Side } = {},
): Outcome {
  const composed = composition(root);
  const made = plan(root, composed, from);
  if (made.conflicts.length > 0) return { ...made, composed };

  const saved = made.replaces ? savedState(root) : undefined;
  for (const [source, { content }] of made.edits)
    writeFileSync(join(root, source), content);
  for (const path of made.removals) remove(root, path);
  write(root, made.writes);
  // How a lab began follows from what has just been edited.
  if (made.edits.size > 0)
    write(root, plan(root, composition(root), from).writes);
  return { ...made, composed, saved };
}

function write(root: string, contents: Map<string, Buffer>): void {
  for (const [target, content] of contents) {
    const file = join(root, target);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Removes a file, and the folders that are empty without it. */
function remove(root: string, path: string): void {
  rmSync(join(root, path));
  for (
    let folder = dirname(path);
    folder.includes("/");
    folder = dirname(folder)
  ) {
    try {
      rmdirSync(join(root, folder));
    } catch {
      // Something is left in it.
      return;
    }
  }
}
