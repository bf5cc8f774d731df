import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { declaredCommit } from "../course/repository.ts";
import type { Finding } from "../report/finding.ts";

/** What grading on GitHub takes from the published commit. */
const graded = [
  ":(glob)labs/*/tests/**",
  ":(glob)labs/*/support/**",
  ":(glob)labs/*/*",
  ":(exclude,glob)labs/*/README.md",
  // The student's commands read these; they name the repository, too.
  ":(exclude,glob)labs/*/support/step.json",
  ":(exclude,glob)labs/*/support/start.json",
];

/**
 * Whether students are graded by today's tests: those of "courseCommit" in
 * package.json. Says nothing where git does not have that commit, as in a
 * shallow clone.
 *
 * @param root folder of the course
 */
export function publishedFindings(root: string): Finding[] {
  const commit = declaredCommit(root);
  if (!commit || !existsSync(join(root, ".git"))) return [];
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, stdio: "ignore" });
  try {
    git("cat-file", "-e", `${commit}^{commit}`);
  } catch {
    return [];
  }
  try {
    git("diff", "--quiet", commit, "--", ...graded);
    return [];
  } catch {
    return [
      {
        rule: "публикация",
        places: ["package.json"],
        what: `courseCommit — ${commit.slice(0, 12)}, а тесты лабораторных с тех пор изменились: на GitHub студентов проверяют прежними`,
        todo: 'После коммита выполните `npm pkg set courseCommit="$(git rev-parse HEAD)"` и `pnpm compose`, закоммитьте и отправьте на GitHub.',
      },
    ];
  }
}
