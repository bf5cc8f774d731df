import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, ignoredIn } from "../course/files.ts";
import { isStepId } from "../course/steps.ts";
import type { Finding } from "../report/finding.ts";
import type { Composition } from "./composition.ts";
import { type Copy, newest, type Side } from "./direction.ts";
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
    if (composed.isDerived) {
      made.writes.set(target, composed.content);
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

  for (const [path, copies] of stale) {
    const { content } = composition.get(copies[0]!.target)!;
    const targets = Array.from(composition)
      .filter(([, { source }]) => source === path)
      .map(([target]) => target);
    const right = newest(
      { path, content },
      copies,
      targets.length,
      head,
      side,
    );
    if (!Buffer.isBuffer(right)) {
      made.conflicts.push(right);
      continue;
    }
    if (!right.equals(content)) {
      const newer = copies.filter((copy) => copy.content.equals(right));
      const from = newer.map(({ target }) => target);
      made.edits.set(path, { content: right, from });
    }
    for (const target of targets)
      if (!present.get(target)?.equals(right))
        made.writes.set(target, right);
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
  madeOf: string[],
  head: Head,
): Finding | undefined {
  if (!head.changed(target)) return undefined;
  if (head.known() && madeOf.some(head.changed)) return undefined;
  return finding(
    target,
    "изменён или устарел, а он создаётся из других файлов",
    `Внесите правку в ${madeOf.join(", ")} и выполните \`pnpm compose --from course\`.`,
  );
}

/** Why a file without a source is not simply removed, if so. */
function whyNotRemoved(
  path: string,
  head: Head,
  side: Side | undefined,
): Finding | undefined {
  const composed = isGenerated(path) || head.sourceOf(path) !== undefined;
  const kept = head.changed(path);
  if (!kept && (composed || side === "course")) return undefined;
  if (kept && head.has(path) && composed)
    return finding(
      path,
      "изменён, а его источник в course/ удалён",
      `Верните источник. ${suggestSource(path)}`,
    );
  return finding(
    path,
    "ни из чего в course/ не составлен",
    `${suggestSource(path)}${kept ? "" : " Источник убран раньше: `pnpm compose --from course`."}`,
  );
}

function finding(path: string, what: string, todo: string): Finding {
  return { rule: "составление", places: [path], what, todo };
}
