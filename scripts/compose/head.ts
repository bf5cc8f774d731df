import { execaSync } from "execa";
import { layered } from "./layers.ts";

/** What the last commit says about files; paths from the root of the course. */
export type Head = {
  /** Whether there is a commit of this course at all. */
  known(): boolean;
  has(path: string): boolean;
  /** Whether a file is not what the commit has; also when it has none. */
  changed(path: string): boolean;
  /** The source that a target is a copy of in the commit. */
  sourceOf(target: string): string | undefined;
};

/** All that composing reads and writes. */
const paths = ["course", "labs", "solutions", "package.json"];

/**
 * What git says of the last commit and of what has changed since; it is not
 * asked before a question is put: when all is in order, none is.
 *
 * @param root folder of the course. Without git, without a commit or within
 *   somebody else's repository, nothing is known
 */
export function headOf(root: string): Head {
  const files = once(
    () =>
      new Set(
        git(root, "ls-tree", "-rz", "--name-only", "HEAD", "--", ...paths),
      ),
  );
  const differing = once(
    () =>
      new Set(
        git(
          root,
          ...["diff", "--name-only", "-z", "--no-renames", "--relative"],
          ...["HEAD", "--", ...paths],
        ),
      ),
  );
  const sources = once(() =>
    layered([...files()].filter((path) => path.startsWith("course/"))),
  );
  return {
    known: () => files().size > 0,
    has: (path) => files().has(path),
    changed: (path) => !files().has(path) || differing().has(path),
    sourceOf: (target) => sources().get(target),
  };
}

/** Works a value out when it is first asked for. */
function once<Value>(work: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: work() }).value;
}

/**
 * Keeps the state of the committed files as they are now, in git alone: no
 * file and no branch changes.
 *
 * @returns the name of the commit that holds them; undefined when nothing has
 *   changed, or where there is no git
 */
export function savedState(root: string): string | undefined {
  return git(root, "stash", "create")[0]?.trim();
}

/** What git prints, parted at each zero byte; nothing where it fails. */
function git(root: string, ...args: string[]): string[] {
  const { failed, stdout } = execaSync("git", args, {
    cwd: root,
    reject: false,
  });
  return failed ? [] : stdout.split("\0").filter(Boolean);
}
