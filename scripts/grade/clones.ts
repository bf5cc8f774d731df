import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/** A line of a list of repositories. */
export type Repository = { url: string; student: string };

/** How long one clone may take, ms. */
const PATIENCE = 120_000;

/**
 * Reads a list of repositories: an address in each line and, if the address
 * does not tell, the student after it. Empty lines and "#" are comments.
 */
export function readRepositories(file: string): Repository[] {
  return readFileSync(file, "utf8")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [url = "", ...name] = line.split(/\s+/);
      return { url, student: name.join(" ") || nameOf(url) };
    });
}

/** https://github.com/class/bauth04-ivanov.git → bauth04-ivanov */
function nameOf(url: string): string {
  return url
    .replace(/(\.git)?\/*$/, "")
    .split(/[/:]/)
    .at(-1)!;
}

/**
 * Brings the last commit of a repository, or that of now where it has been
 * brought before. Nothing of the repository runs: no hook, no filter, no
 * submodule, and links become files that say where they led.
 *
 * @param into folder of all clones
 * @returns the clone, and what git said when there is none
 */
export async function cloned(
  { url, student }: Repository,
  into: string,
): Promise<{ folder: string; problem?: string }> {
  // Two students may be called alike, and no name may be a path.
  const name = student.replace(/[^\p{L}\p{N}._-]+/gu, "_");
  const hash = createHash("sha256").update(url).digest("hex").slice(0, 8);
  const folder = join(into, `${name}-${hash}`);
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]) =>
    execa("git", [...CAREFUL, ...args], {
      cwd: folder,
      // It asks for no password, and what git is told at home stays there.
      env: { GIT_TERMINAL_PROMPT: "0", GIT_LFS_SKIP_SMUDGE: "1" },
      stdin: "ignore",
      timeout: PATIENCE,
      reject: false,
    });
  if (!existsSync(join(folder, ".git"))) await git("init", "--quiet");
  const fetched = await git(
    ...["fetch", "--quiet", "--depth=1", "--no-tags"],
    ...["--no-recurse-submodules", "--end-of-options", url, "HEAD"],
  );
  const result = fetched.failed
    ? fetched
    : await git(
        "checkout",
        "--quiet",
        "--force",
        "--detach",
        "FETCH_HEAD",
      );
  if (!result.failed) return { folder };
  const problem =
    result.code === "ENOENT"
      ? "нет git, установите его с https://git-scm.com"
      : result.stderr?.trim() || result.shortMessage;
  return { folder, problem };
}

const CAREFUL = [
  "core.hooksPath=/dev/null",
  "core.symlinks=false",
  "core.fsmonitor=false",
  "core.autocrlf=false",
  "protocol.allow=never",
  "protocol.https.allow=always",
  "protocol.ssh.allow=always",
  "protocol.file.allow=always",
].flatMap((setting) => ["-c", setting]);
