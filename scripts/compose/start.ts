import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { isStepId } from "../course/steps.ts";
import type { Composition } from "./composition.ts";

/** What no student has to change: that it did change is enough to know. */
const isOther =
  /^(?:tests|support)\/|^(?:README\.md|LICENSE|pnpm-lock\.yaml)$/;

/**
 * support/start.json of each lab: the content of what a student may change,
 * and the hashes of all else. The solution has the same file, so that there
 * too it says what was changed. `Start` in course/base/support/student/start.ts
 * reads it.
 *
 * @param composed all that the labs hold otherwise
 * @returns target path → text, paths from the root
 */
export function starts(composed: Composition): Map<string, string> {
  const labs = Map.groupBy(
    [...composed.keys()].filter((target) => target.startsWith("labs/")),
    (target) => target.split("/")[1]!,
  );
  return new Map(
    Array.from(labs)
      .filter(([id]) => isStepId(id))
      .flatMap(([id, targets]) => {
        const text = startOf(`labs/${id}/`, targets.sort(), composed);
        return ["labs", "solutions"].map(
          (side) => [`${side}/${id}/support/start.json`, text] as const,
        );
      }),
  );
}

function startOf(
  folder: string,
  targets: string[],
  composed: Composition,
): string {
  const files: Record<string, string> = {};
  const others: Record<string, string> = {};
  for (const target of targets) {
    const path = target.slice(folder.length);
    const { content } = composed.get(target)!;
    if (isOther.test(path) || !isUtf8(content))
      others[path] = createHash("sha256").update(content).digest("hex");
    else files[path] = content.toString();
  }
  return `${JSON.stringify({ files, others }, undefined, 2)}\n`;
}
