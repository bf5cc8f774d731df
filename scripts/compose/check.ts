import type { Finding } from "../report/finding.ts";
import { type Composition, composition } from "./composition.ts";
import { plan, type Plan } from "./plan.ts";
import { publishedFindings } from "./published.ts";
import { courseFindings } from "./rules.ts";

/**
 * Whether labs/ and solutions/ are what course/ composes to, whether
 * course/ is complete and gives no solution away, and whether students are
 * graded by today's tests. Writes nothing.
 *
 * @param root folder of the course
 * @returns everything that is wrong; empty when all is well
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function check(root: string): Finding[] {
  const composed = composition(root);
  const made = plan(root, composed);
  return [
    ...made.conflicts,
    ...changesOf(made, composed)
      // What goes on from an edited source follows from the edit.
      .filter(({ from }) => !made.edits.has(from))
      .map(({ from, to }) => ({
        rule: "составление",
        places: [from],
        what: to ? `ещё не перенесено в ${to}` : "без источника в course/",
        todo: "Выполните `pnpm compose`.",
      })),
    ...courseFindings(root, composed),
    ...publishedFindings(root),
  ];
}

/**
 * What a plan changes, in short: what is newer, and where that goes. Nowhere
 * goes what has no source any more.
 */
export function changesOf(
  { edits, writes, removals }: Plan,
  composed: Composition,
): { from: string; to?: string }[] {
  const all = [...writes.keys()];
  const own = all.filter((target) => !composed.get(target)!.isDerived);
  const isFollowed = own.length + edits.size + removals.length > 0;
  const bySource = Map.groupBy(
    // What follows from a change is no news beside it.
    isFollowed ? own : all,
    (target) =>
      composed.get(target)!.source ?? "course/*/step.json и тексты",
  );
  return [
    ...Array.from(edits, ([to, { from }]) => ({ from: some(from), to })),
    ...Array.from(bySource, ([from, targets]) => ({
      from,
      to: some(targets),
    })),
    ...(removals.length > 0 ? [{ from: some(removals) }] : []),
  ];
}

/** Names the first of many, such as "labs/bauth01/x и ещё 19". */
function some([first = "", ...more]: string[]): string {
  return more.length > 0 ? `${first} и ещё ${more.length}` : first;
}
