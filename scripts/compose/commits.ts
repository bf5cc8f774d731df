import { execFileSync } from "node:child_process";
import { layered } from "./layers.ts";

type Commits = {
  /** The version of a target in HEAD, if its source made it so there. */
  agreedAtHead(target: string): string | undefined;
  /**
   * For a target that is not what its source is in HEAD: the version that
   * both had when the older of them was last changed, so that the other is
   * known to be the newer.
   */
  agreedEarlier(target: string): string | undefined;
};

/**
 * What the commits say about source and target having been the same. Git is
 * not asked before a question is put: when all is in order, none is.
 *
 * @param root folder of the course; without commits (a downloaded archive, a
 *   new repository) nothing is known
 */
export function commitsOf(root: string): Commits {
  const trees = new Map<string, Tree>();
  const treeOf = (commit: string) => {
    const tree = trees.get(commit) ?? readTree(root, commit);
    trees.set(commit, tree);
    return tree;
  };
  let lastCommits: Map<string, string> | undefined;

  return {
    agreedAtHead: (target) => agreedIn(treeOf("HEAD"), target),
    agreedEarlier(target) {
      lastCommits ??= readLastCommits(root);
      for (const path of [target, treeOf("HEAD").sources.get(target)]) {
        const commit = path && lastCommits.get(path);
        const version = commit && agreedIn(treeOf(commit), target);
        if (version) return version;
      }
      return undefined;
    },
  };
}

/** Blob hashes of a commit's files, and the source of each target. */
type Tree = { blobs: Map<string, string>; sources: Map<string, string> };

function agreedIn(
  { blobs, sources }: Tree,
  target: string,
): string | undefined {
  const version = blobs.get(target);
  if (isReadme(target)) return version;
  const source = sources.get(target);
  return source && blobs.get(source) === version ? version : undefined;
}

/** Generated, not copied: it has no single source to agree with. */
function isReadme(target: string): boolean {
  return /^(?:labs|solutions)\/(?:[^/]+\/)?README\.md$/.test(target);
}

function readTree(root: string, commit: string): Tree {
  const listing = git(root, "ls-tree", "-rz", commit, "--", ...folders);
  const blobs = new Map(
    listing
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => {
        // <mode> blob <hash>\t<path>
        const [about = "", path = ""] = line.split("\t", 2);
        return [path, about.split(" ")[2]!];
      }),
  );
  const sources = [...blobs.keys()].filter((path) =>
    path.startsWith("course/"),
  );
  return { blobs, sources: layered(sources) };
}

/** Path → the last commit that changed it, of the whole history at once. */
function readLastCommits(root: string): Map<string, string> {
  const log = git(
    root,
    ...["-c", "core.quotePath=false", "log", "--format=:%H"],
    ...["--name-only", "--no-renames", "--relative", "--", ...folders],
  );
  const commits = new Map<string, string>();
  let commit = "";
  for (const line of log.split("\n")) {
    if (line.startsWith(":")) commit = line.slice(1);
    else if (!commits.has(line)) commits.set(line, commit);
  }
  return commits;
}

const folders = ["course", "labs", "solutions"];

/** What git prints; nothing where there is no repository or no such commit. */
function git(root: string, ...args: string[]): string {
  try {
    return execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return "";
  }
}
