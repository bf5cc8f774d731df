import type { Finding } from "../report/finding.ts";
import { type Composition, composition } from "./composition.ts";
import { plan } from "./plan.ts";
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
  const { conflicts, edits, writes, removals } = plan(root, composed);
  const written = [...writes.keys()].filter(
    (target) => !edits.has(composed.get(target)!.source ?? ""),
  );
  return [
    ...conflicts,
    ...Array.from(edits, ([source, { from }]) =>
      differing(from, `изменён, а его источник ${source} — нет`),
    ),
    ...Array.from(bySource(written, composed), ([source, targets]) =>
      differing([source], `ещё не перенесено в ${some(targets)}`),
    ),
    ...(removals.length > 0
      ? [differing([some(removals)], "без источника в course/")]
      : []),
    ...courseFindings(root, composed),
  ];
}

function differing(places: string[], what: string): Finding {
  const todo = "Выполните `pnpm compose`.";
  return { rule: "составление", places, what, todo };
}

/**
 * Targets put together by what they are made of.
 *
 * @returns source → its copies; all generated files stand together
 */
export function bySource(
  targets: Iterable<string>,
  composed: Composition,
): Map<string, string[]> {
  return Map.groupBy(
    targets,
    (target) =>
      composed.get(target)!.source ?? "course/*/step.json и тексты",
  );
}

/**
 * Names the first of many paths.
 *
 * @returns such as "labs/bauth01/x и ещё 19"
 */
export function some(paths: string[]): string {
  const [first = "", ...more] = paths;
  return more.length > 0 ? `${first} и ещё ${more.length}` : first;
}
