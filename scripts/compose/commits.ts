import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { layered } from "./layers.ts";

type Commits = {
  /** The version of a target in HEAD, if its source made it so there. */
  agreedAtHead(target: string): string | undefined;
  /**
   * For a target that HEAD has at another version than its source: the one
   * that both had when the older of them was last changed, so that the other
   * is known to be the newer.
   */
  agreedEarlier(target: string): string | undefined;
};

/**
 * What the commits say about source and target having been the same. Git is
 * not asked before a question is put: when all is in order, none is.
 *
 * @param root folder of the course; without a repository of its own (a
 *   downloaded archive, no commit yet) nothing is known
 */
export function commitsOf(root: string): Commits {
  let known: ReturnType<typeof readHead> | undefined;
  const head = () => (known ??= readHead(root));

  return {
    agreedAtHead(target) {
      const { blobs, sources } = head();
      const version = blobs.get(target);
      if (isReadme(target)) return version;
      const source = sources.get(target);
      return source && blobs.get(source) === version ? version : undefined;
    },
    agreedEarlier(target) {
      const { blobs, sources } = head();
      const source = sources.get(target);
      if (!source || !blobs.has(target)) return undefined;
      for (const path of [target, source]) {
        const commit = git(root, "log", "-1", "--format=%H", "--", path);
        if (!commit) continue;
        const then = blobsIn(root, commit.trim(), [target, source]);
        const version = then.get(target);
        if (version && version === then.get(source)) return version;
      }
      return undefined;
    },
  };
}

/** Generated, not copied: it has no single source to agree with. */
function isReadme(target: string): boolean {
  return /^(?:labs|solutions)\/(?:[^/]+\/)?README\.md$/.test(target);
}

function readHead(root: string) {
  const blobs = blobsIn(root, "HEAD", ["course", "labs", "solutions"]);
  const sources = [...blobs.keys()].filter((path) =>
    path.startsWith("course/"),
  );
  return { blobs, sources: layered(sources) };
}

function blobsIn(
  root: string,
  commit: string,
  paths: string[],
): Map<string, string> {
  const listing = git(root, "ls-tree", "-rz", commit, "--", ...paths);
  return new Map(
    listing
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => {
        // <mode> blob <hash>\t<path>
        const [about = "", path = ""] = line.split("\t", 2);
        return [path, about.split(" ")[2]!];
      }),
  );
}

/** What git prints; nothing where there is no repository or no such commit. */
function git(root: string, ...args: string[]): string {
  // A copy without a history of its own may lie inside another repository,
  // which knows nothing about the course.
  if (!existsSync(join(root, ".git"))) return "";
  try {
    // Folders of Next.js have names such as [...all], which are no patterns.
    return execFileSync("git", ["--literal-pathspecs", ...args], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return "";
  }
}
