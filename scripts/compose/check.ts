import { composition } from "./compose.ts";
import { type Finding, some } from "./finding.ts";
import { memoryOf } from "./memory.ts";
import { plan, type Plan } from "./plan.ts";
import { courseFindings } from "./rules.ts";

/**
 * Whether labs/ and solutions/ are what course/ composes to, and whether
 * course/ is complete and gives no solution away. Writes nothing.
 *
 * @param root folder of the course
 * @returns everything that is wrong; empty when all is well
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function check(root: string): Finding[] {
  const composed = composition(root);
  const made = plan(root, composed, memoryOf(root));
  return [
    ...made.obstacles,
    ...Array.from(made.edits, ([source, { from }]) => ({
      paths: from,
      problem: `was edited, but its source ${source} was not`,
      advice: `Run \`pnpm compose\`: it carries the edit to ${source} and to every folder that shares it.`,
    })),
    ...Array.from(
      bySource(made.writes, composed),
      ([source, targets]) => ({
        paths: [source],
        problem: `is not composed into ${some(targets)} yet`,
        advice:
          "Run `pnpm compose`. What is to change, change in the source.",
      }),
    ),
    ...made.removals.map((path) => ({
      paths: [path],
      problem: "has no source in course/ any more",
      advice: "Run `pnpm compose`: it removes the file.",
    })),
    ...courseFindings(root, composed),
  ];
}

/**
 * Targets put together by what they are made of.
 *
 * @returns source (of a generated file: its sources in short) → its targets
 */
export function bySource(
  targets: Plan["writes"],
  composed: ReturnType<typeof composition>,
): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const target of targets) {
    const made = composed.get(target)!;
    const source = made.kind === "copy" ? made.source : some(made.sources);
    grouped.set(source, [...(grouped.get(source) ?? []), target]);
  }
  return grouped;
}
