import { mkdirSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { composition, type Composition } from "./compose.ts";
import { type Memory, memoryOf, remember, versionOf } from "./memory.ts";
import { plan, type Plan } from "./plan.ts";

/** What a run of composing did, or why it did nothing. */
export type Outcome = Plan & {
  /** What the folders hold now. */
  composed: Composition;
};

/**
 * Brings course/, labs/ and solutions/ together: edits made in composed
 * folders go to their source, and every folder gets what course/ says. When
 * anything stands in the way, nothing at all is written.
 *
 * @param root folder of the course
 * @param restore write deleted files again instead of reporting them
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function compose(root: string, { restore = false } = {}): Outcome {
  const memory = memoryOf(root);
  const before = composition(root);
  const made = plan(root, before, memory, { restore });
  if (made.obstacles.length > 0) return { ...made, composed: before };

  for (const [source, { content }] of made.edits) {
    writeFileSync(join(root, source), content);
  }
  // What came back may be a fact that the READMEs are written from.
  const after = made.edits.size > 0 ? composition(root) : before;
  // What equalled the composition of before is a copy that nobody edited.
  const untouched: Memory = (target) => {
    const old = before.get(target);
    return new Set([
      ...memory(target),
      ...(old ? [versionOf(old.content)] : []),
    ]);
  };
  // With no obstacle, whatever is missing now is to be written.
  const { writes } = plan(root, after, untouched, { restore: true });
  for (const path of made.removals) remove(root, path);
  for (const target of writes) {
    const file = join(root, target);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, after.get(target)!.content);
  }
  remember(root, after);
  return { ...made, writes, composed: after };
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
