import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { terminal } from "../process/terminal.ts";

/** What students write for the repository of the course. */
export const repository = "teacher/course";

/**
 * Makes the home of somebody who has downloaded the course with degit, as it
 * would be after everything here has been committed and pushed: the archive
 * that GitHub would send is made here and put into degit's cache.
 *
 * @param root folder of the course
 * @param into where to make it; lies outside the course
 * @returns the variables that name this home
 */
export async function homeWithCourse(
  root: string,
  into: string,
): Promise<Record<string, string>> {
  const home = join(into, "home");
  const caches = [
    // Linux, macOS, Windows: where degit looks on each.
    join(home, ".cache", "degit"),
    join(home, "Library", "Caches", "degit"),
    join(home, "AppData", "Local", "degit"),
  ].map((cache) => join(cache, "github", repository));
  const archive = await archiveOf(root, join(into, "repository"));
  for (const cache of caches) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, `${archive.id}.tar.gz`), archive.content);
    writeFileSync(
      join(cache, "map.json"),
      JSON.stringify({ HEAD: archive.id }),
    );
  }

  return {
    HOME: home,
    XDG_CACHE_HOME: join(home, ".cache"),
    LOCALAPPDATA: join(home, "AppData", "Local"),
  };
}

/**
 * Clones a folder of the course with the real degit, as a student would, but
 * without a network.
 *
 * @param root folder of the course
 * @param folder such as "labs/bauth04"
 * @param to path of the clone to make; its parent exists, lies outside the
 *   course and also holds degit's cache
 */
export async function degit(
  root: string,
  folder: string,
  to: string,
): Promise<void> {
  const into = dirname(to);
  const command = fileURLToPath(
    new URL("../degit", import.meta.resolve("degit")),
  );
  const degit = terminal(into, await homeWithCourse(root, into));
  await degit(process.execPath, [
    command,
    `${repository}/${folder}`,
    basename(to),
    "--cache",
  ]);
}

/**
 * The files of the course as a commit made now would have them, also new and
 * changed ones, as GitHub packs them. The course's own repository, if it has
 * one, stays untouched.
 */
async function archiveOf(
  root: string,
  repository: string,
): Promise<{ id: string; content: Uint8Array }> {
  const git = execa({
    cwd: root,
    env: { GIT_DIR: repository, GIT_WORK_TREE: root },
  });
  await git("git", ["init", "--quiet"]);
  await git("git", ["add", "--all"]);
  const { stdout: id } = await git("git", ["write-tree"]);
  const { stdout: content } = await git({ encoding: "buffer" })("git", [
    "archive",
    "--format=tar.gz",
    `--prefix=course-${id}/`,
    id,
  ]);
  return { id, content };
}
