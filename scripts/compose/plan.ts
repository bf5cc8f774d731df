import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Composed, Composition } from "./compose.ts";
import { type Finding, some } from "./finding.ts";
import { type Memory, versionOf } from "./memory.ts";
import { homeOf } from "./home.ts";
import { filesBelow, ignoredIn } from "../course/files.ts";

/** What composing has to do; paths from the root of the course. */
export type Plan = {
  /** Sources that get what somebody wrote in composed folders. */
  edits: Map<string, { content: Buffer; from: string[] }>;
  /** Targets that are missing or older than what they are made of. */
  writes: string[];
  /** Composed files whose source is gone. */
  removals: string[];
  /** Where only a person can decide; with any, nothing may be done. */
  obstacles: Finding[];
};

type Copy = { target: string; content: Buffer; known: Set<string> };

/**
 * Compares the composed folders with the composition, and tells the newer
 * side by what is remembered of both. Writes nothing.
 *
 * @param root folder of the course
 * @param restore write deleted files again instead of reporting them
 */
export function plan(
  root: string,
  composition: Composition,
  memory: Memory,
  { restore = false } = {},
): Plan {
  const ignores = ignoredIn(root);
  const present = new Set(
    ["labs", "solutions"].flatMap((folder) =>
      filesBelow(root, folder, ignores),
    ),
  );
  const made: Plan = {
    edits: new Map(),
    writes: [],
    removals: [],
    obstacles: [],
  };
  const touched = new Map<string, Copy[]>();

  for (const [target, composed] of composition) {
    if (!present.has(target)) {
      // A folder that is not there at all was never composed or is to be
      // made anew; a single file that is gone was taken away by somebody.
      const known = !restore && existsSync(join(root, folderOf(target)));
      if (known && memory(target).size > 0) {
        made.obstacles.push(deleted(target, composed));
      } else {
        made.writes.push(target);
      }
      continue;
    }
    const content = readFileSync(join(root, target));
    if (content.equals(composed.content)) continue;
    const known = memory(target);
    if (known.has(versionOf(content))) {
      made.writes.push(target);
    } else if (composed.kind === "generated") {
      made.obstacles.push(editedReadme(target, composed.sources));
    } else {
      const copies = touched.get(composed.source) ?? [];
      touched.set(composed.source, copies);
      copies.push({ target, content, known });
    }
  }

  for (const [source, copies] of touched) {
    const wanted = composition.get(copies[0]!.target)!.content;
    const obstacle = whyNotBack(source, wanted, copies);
    if (obstacle) made.obstacles.push(obstacle);
    else {
      made.edits.set(source, {
        content: copies[0]!.content,
        from: copies.map(({ target }) => target),
      });
    }
  }

  for (const path of present) {
    if (composition.has(path)) continue;
    const known = memory(path);
    if (known.size === 0) made.obstacles.push(added(path));
    else if (known.has(versionOf(readFileSync(join(root, path))))) {
      made.removals.push(path);
    } else made.obstacles.push(editedOrphan(path));
  }
  return made;
}

/** Why the edits of a source's copies cannot travel back to it, if so. */
function whyNotBack(
  source: string,
  wanted: Buffer,
  copies: Copy[],
): Finding | undefined {
  const paths = [source, ...copies.map(({ target }) => target)];
  if (copies.some(({ known }) => known.size === 0)) {
    return {
      paths,
      problem:
        "differ, and neither an earlier composition nor git tells which is newer",
      advice: `Put the content you want into ${source}, delete the other copy, and run \`pnpm compose\`.`,
    };
  }
  const version = versionOf(wanted);
  if (copies.some(({ known }) => !known.has(version))) {
    return {
      paths,
      problem:
        "were both changed: the source and what is composed from it",
      advice: `Put both changes into ${source}, copy that over the other, and run \`pnpm compose\`.`,
    };
  }
  if (copies.some(({ content }) => !content.equals(copies[0]!.content))) {
    return {
      paths,
      problem: "were changed in different ways, but have the one source",
      advice: `Put what you want of them into one copy, make the others equal to it, and run \`pnpm compose\`.`,
    };
  }
  return undefined;
}

function deleted(target: string, composed: Composed): Finding {
  const everywhere =
    composed.kind === "copy"
      ? ` To take the file out of the course, delete ${composed.source}.`
      : "";
  return {
    paths: [target],
    problem: "was deleted, but the course still makes it",
    advice: `To have it back, run \`pnpm compose --restore\`.${everywhere}`,
  };
}

function added(path: string): Finding {
  return {
    paths: [path],
    problem: "is not composed from anything in course/",
    advice: homeOf(path),
  };
}

function editedReadme(target: string, sources: string[]): Finding {
  return {
    paths: [target],
    problem: "was edited, but it is generated",
    advice: `Make the change in ${some(sources)} (the wording around it: scripts/compose/readme.ts), delete ${target} and run \`pnpm compose --restore\`.`,
  };
}

function editedOrphan(path: string): Finding {
  return {
    paths: [path],
    problem: "was edited, while its source was taken out of course/",
    advice: `Delete it, or bring it back. ${homeOf(path)}`,
  };
}

/** "labs/bauth04" of a file in it; "labs" of labs/README.md. */
function folderOf(target: string): string {
  const parts = target.split("/");
  return parts.slice(0, Math.min(2, parts.length - 1)).join("/");
}
