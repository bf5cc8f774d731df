// No packages here: the deck's vite.config.ts bundles this file and could not
// find them from its own folder.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The GitHub repository that this copy of the course belongs to: the one CI
 * names, else the git remote "origin", else the one declared in package.json.
 *
 * @param root folder of the course
 * @param env such as process.env
 * @returns "owner/name"; undefined where nobody names one, so that nothing may
 *   link to GitHub
 */
export function repositoryOf(
  root: string,
  env: Record<string, string | undefined>,
): string | undefined {
  return (
    ownerAndName(env.GITHUB_REPOSITORY) ??
    originRepository(root) ??
    declaredRepository(root)
  );
}

/**
 * The repository as package.json names it: the same answer on every machine
 * and every fork, for files that are committed.
 *
 * @param root folder of the course
 * @returns "owner/name"; undefined where it names none or not one of GitHub
 */
export function declaredRepository(root: string): string | undefined {
  const { repository } = manifest(root);
  const declared =
    typeof repository === "object" ? repository.url : repository;
  return (
    ownerAndName(declared?.replace(/^github:/, "")) ?? onGitHub(declared)
  );
}

/**
 * The published commit whose tests grade students on GitHub, as "courseCommit"
 * of package.json names it.
 *
 * @param root folder of the course
 * @returns 40 hexadecimal digits; undefined where it names none
 */
export function declaredCommit(root: string): string | undefined {
  return /^[\da-f]{40}$/.exec(manifest(root).courseCommit ?? "")?.[0];
}

function manifest(root: string): {
  repository?: string | { url?: string };
  courseCommit?: string;
} {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
}

function originRepository(root: string): string | undefined {
  // A copy without a history of its own may lie inside another repository,
  // whose remote says nothing about the course.
  if (!existsSync(join(root, ".git"))) return undefined;
  try {
    return onGitHub(
      execFileSync("git", ["config", "--get", "remote.origin.url"], {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim(),
    );
  } catch {
    // No remote, or no git at all.
    return undefined;
  }
}

function ownerAndName(text = ""): string | undefined {
  return /^[\w.-]+\/[\w.-]+$/.exec(text)?.[0];
}

/** GitHub's hosts; ssh answers on port 443 under a name of its own:
 * https://docs.github.com/authentication/troubleshooting-ssh/using-ssh-over-the-https-port */
const gitHub = /^(?:(?:www|ssh)\.)?github\.com$/i;

/** How ~/.ssh/config usually names GitHub for a second account. It has no
 * further dot, so it is nobody's site. */
const sshAlias = /^github\.com-[\w-]+$/i;

/** "owner/name" of a remote's address, however git lets it be written:
 * https://git-scm.com/docs/git-clone#_git_urls */
function onGitHub(address = ""): string | undefined {
  const isUrl = URL.canParse(address) && address.includes("://");
  const { protocol, hostname, pathname } = isUrl
    ? new URL(address)
    : shortSsh(address);
  const isKnown =
    gitHub.test(hostname) ||
    (protocol === "ssh:" && sshAlias.test(hostname));
  if (!isKnown) return undefined;
  return /^\/?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(pathname)?.[1];
}

/** git@github.com:owner/name.git */
function shortSsh(address: string) {
  const [, hostname = "", pathname = ""] =
    /^(?:[^@/:]+@)?([^@/:]+):(.+)$/.exec(address) ?? [];
  return { protocol: "ssh:", hostname, pathname };
}
