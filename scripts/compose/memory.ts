import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Composition } from "./compose.ts";
import { commitsOf } from "./commits.ts";

/**
 * The versions (git blob hashes) at which a composed file is known to have
 * been what its source made it. A file that holds one of them was not edited;
 * a source that holds one of them did not change. None: nobody knows.
 */
export type Memory = (target: string) => Set<string>;

/**
 * What is remembered of earlier compositions: what this copy of the course
 * composed last, and what is committed. The first alone would be lost in a
 * fresh clone and old after a pull; the second alone knows nothing of a
 * composition that is not committed yet. Where both speak, either may be
 * right: whatever they name can be had back from git.
 *
 * @param root folder of the course
 */
export function memoryOf(root: string): Memory {
  const composed = lastComposed(root);
  const commits = commitsOf(root);
  return (target) => {
    const versions = [composed[target], commits.agreedAtHead(target)];
    const known = new Set(versions.filter((version) => version != null));
    if (known.size > 0) return known;
    const earlier = commits.agreedEarlier(target);
    return new Set(earlier ? [earlier] : []);
  };
}

/**
 * Keeps what stands in the composed folders now, for the next time.
 *
 * @param root folder of the course
 */
export function remember(root: string, composition: Composition): void {
  const file = cacheFile(root);
  mkdirSync(dirname(file), { recursive: true });
  const versions = new Map<Buffer, string>();
  const composed = Array.from(composition, ([target, { content }]) => {
    const version = versions.get(content) ?? versionOf(content);
    versions.set(content, version);
    return [target, version] as const;
  });
  writeFileSync(
    file,
    JSON.stringify(Object.fromEntries(composed), undefined, 1),
  );
}

/** The hash that git gives to a file of this content. */
export function versionOf(content: Buffer): string {
  return createHash("sha1")
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest("hex");
}

function lastComposed(root: string): Record<string, string | undefined> {
  try {
    return JSON.parse(readFileSync(cacheFile(root), "utf8")) as Record<
      string,
      string
    >;
  } catch {
    // Never composed here, or a write was cut short: git has to know.
    return {};
  }
}

function cacheFile(root: string): string {
  return join(root, ".cache/compose.json");
}
