import { execFileSync } from "node:child_process";
import { layered } from "./layers.ts";

type Commits = {
  /** The version of a target in HEAD, if its source made it so there. */
  agreedAtHead(target: string): string | undefined;
  /**
   * For a target that is not what its source is in HEAD: the version that
   * they last had in common. The one that still has it is the older.
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
  let log: Commit[] | undefined;

  return {
    agreedAtHead: (target) => agreedIn(treeOf("HEAD"), target),
    agreedEarlier(target) {
      const { blobs, sources } = treeOf("HEAD");
      // A file that was taken out may come back as something new.
      if (!blobs.has(target)) return undefined;
      const source = sources.get(target);
      log ??= readLog(root);
      for (const { hash, paths } of log) {
        if (!paths.has(target) && !(source && paths.has(source))) continue;
        const version = agreedIn(treeOf(hash), target);
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

type Commit = { hash: string; /** what it changed */ paths: Set<string> };

/** The commits that changed anything composed, the newest first. */
function readLog(root: string): Commit[] {
  const log = git(
    root,
    ...["-c", "core.quotePath=false", "log", "--format=:%H"],
    ...["--name-only", "--no-renames", "--relative", "--", ...folders],
  );
  const commits: Commit[] = [];
  for (const line of log.split("\n")) {
    if (line.startsWith(":")) {
      commits.push({ hash: line.slice(1), paths: new Set() });
    } else {
      commits.at(-1)?.paths.add(line);
    }
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
