import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, ignoredIn } from "../course/files.ts";
import { isStepId } from "../course/steps.ts";
import type { Finding } from "../report/finding.ts";
import type { Composition } from "./composition.ts";
import { type Copy, directionOf, type Side } from "./direction.ts";
import { isGenerated } from "./generated.ts";
import { type Head, headOf } from "./head.ts";
import { suggestSource } from "./suggest-source.ts";

/** What composing has to do; paths from the root of the course. */
export type Plan = {
  /** Sources that get what somebody wrote in composed folders. */
  edits: Map<string, { content: Buffer; from: string[] }>;
  /** Targets that are to be written, and what they get. */
  writes: Map<string, Buffer>;
  /** Composed files whose source is gone. */
  removals: string[];
  /** Where only a person can decide; with any, nothing may be done. */
  conflicts: Finding[];
  /** Whether a write takes the place of something that no commit has. */
  replaces: boolean;
};

/**
 * Compares the composed folders with the composition, and tells the newer
 * side by the last commit. Writes nothing.
 *
 * @param root folder of the course
 * @param side right where the commit does not tell; undefined: ask
 */
export function plan(
  root: string,
  composition: Composition,
  side?: Side,
): Plan {
  const head = headOf(root);
  const present = contentsOf(root);
  const made: Plan = {
    edits: new Map(),
    writes: new Map(),
    removals: [],
    conflicts: [],
    replaces: false,
  };
  const folders = new Set(Array.from(present.keys(), folderOf));
  const stale = new Map<string, Copy[]>();

  for (const [target, composed] of composition) {
    const content = present.get(target);
    if (content?.equals(composed.content)) continue;
    if (content && composed.source) {
      const copies = stale.get(composed.source) ?? [];
      stale.set(composed.source, [...copies, { target, content }]);
      continue;
    }
    let conflict: Finding | undefined;
    if (side !== "course" && content)
      conflict = whyNotGenerated(target, composed.madeOf, head);
    // A folder that is not there at all is to be made anew; a single file
    // that is gone was taken away by somebody.
    if (side !== "course" && !content && folders.has(folderOf(target)))
      conflict = whyNotMissing(target, composed.source, head);
    if (conflict) made.conflicts.push(conflict);
    else made.writes.set(target, composed.content);
  }

  for (const [source, copies] of stale) {
    const way = directionOf(source, copies, head, side);
    if (way.to === "nobody") made.conflicts.push(way.finding);
    if (way.to === "source") {
      made.edits.set(source, way);
      for (const [target, { source: other }] of composition)
        if (other === source && !present.get(target)?.equals(way.content))
          made.writes.set(target, way.content);
    }
    if (way.to === "copies")
      for (const { target } of copies)
        made.writes.set(target, composition.get(target)!.content);
  }

  for (const path of present.keys()) {
    if (composition.has(path)) continue;
    const finding = whyNotRemoved(path, head, side);
    if (finding) made.conflicts.push(finding);
    else made.removals.push(path);
  }
  made.replaces = [...made.writes.keys(), ...made.edits.keys()].some(
    (path) => head.has(path) && head.changed(path),
  );
  return made;
}

/** What stands in the composed folders. */
function contentsOf(root: string): Map<string, Buffer> {
  const ignores = ignoredIn(root);
  return new Map(
    ["labs", "solutions"]
      .flatMap((folder) => filesBelow(root, folder, ignores))
      .map((path) => [path, readFileSync(join(root, path))]),
  );
}

/** "labs/bauth04" of a file in it; "labs" of labs/README.md. */
function folderOf(target: string): string {
  const [side = "", step = ""] = target.split("/");
  return isStepId(step) ? `${side}/${step}` : side;
}

/** Why a missing file is not simply written, if so. */
function whyNotMissing(
  target: string,
  source: string | undefined,
  head: Head,
): Finding | undefined {
  if (!head.has(target)) return undefined;
  return finding(
    target,
    "удалён, хотя курс его составляет",
    `Вернуть: \`pnpm compose --from course\`.${source ? ` Убрать из курса: удалите ${source}.` : ""}`,
  );
}

/** Why a generated file is not simply written anew, if so. */
function whyNotGenerated(
  target: string,
  sources: string[],
  head: Head,
): Finding | undefined {
  if (!head.changed(target)) return undefined;
  if (head.known() && sources.some(head.changed)) return undefined;
  return finding(
    target,
    head.known()
      ? "изменён, но он создаётся из других файлов"
      : "не такой, каким его создаёт курс",
    `Внесите правку в ${sources.join(", ")} и выполните \`pnpm compose --from course\`.`,
  );
}

/** Why a file without a source is not removed. */
function whyNotRemoved(
  path: string,
  head: Head,
  side: Side | undefined,
): Finding | undefined {
  const composed = isGenerated(path) || head.sourceOf(path) !== undefined;
  if (!head.changed(path)) {
    if (composed || side === "course") return undefined;
    return finding(
      path,
      "ни из чего в course/ не составлен",
      `${suggestSource(path)} Если его источник убран в прошлых коммитах: \`pnpm compose --from course\`.`,
    );
  }
  return head.has(path) && composed
    ? finding(
        path,
        "изменён, а его источник в course/ удалён",
        `Верните источник. ${suggestSource(path)}`,
      )
    : finding(
        path,
        "ни из чего в course/ не составлен",
        suggestSource(path),
      );
}

function finding(path: string, what: string, todo: string): Finding {
  return { rule: "составление", places: [path], what, todo };
}
