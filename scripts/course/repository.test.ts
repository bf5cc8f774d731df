import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { has } from "../machine/has.ts";
import { smallCourse } from "../testing/small-course.ts";
import { declaredRepository, repositoryOf } from "./repository.ts";

/** A course whose repository has this remote, or none. */
function courseAt(remote?: string, declared: object = {}) {
  const course = smallCourse();
  course.write("package.json", JSON.stringify(declared));
  if (remote) {
    course.git("init", "--quiet", "--template=");
    course.git("remote", "add", "origin", remote);
  }
  return course.root;
}

const withGit = test.skipIf(!has("git"));

describe("repositoryOf", () => {
  withGit("believes CI first, then the remote, then package.json", () => {
    const declared = { repository: "declared/course" };
    expect(repositoryOf(courseAt(undefined, declared), {})).toBe(
      "declared/course",
    );
    const root = courseAt(
      "https://github.com/origin/course.git",
      declared,
    );
    expect(repositoryOf(root, {})).toBe("origin/course");
    expect(repositoryOf(root, { GITHUB_REPOSITORY: "ci/course" })).toBe(
      "ci/course",
    );
  });

  withGit.each([
    ["https://github.com/some-one/the.course.git", "some-one/the.course"],
    ["https://github.com/some-one/the.course/", "some-one/the.course"],
    ["https://token:secret@github.com/some-one/course", "some-one/course"],
    ["git@github.com:some-one/the.course.git", "some-one/the.course"],
    ["ssh://git@github.com/some-one/course.git", "some-one/course"],
    [
      "ssh://git@ssh.github.com:443/some-one/course.git",
      "some-one/course",
    ],
    ["git@ssh.github.com:some-one/course.git", "some-one/course"],
    // A host of ~/.ssh/config: a second account, say.
    ["git@github.com-work:some-one/course.git", "some-one/course"],
    ["ssh://git@github.com-work/some-one/course", "some-one/course"],
    ["github.com:some-one/course", "some-one/course"],
    ["git@github.com:/some-one/course.git", "some-one/course"],
    ["git://github.com/some-one/course.git", "some-one/course"],
    ["https://www.github.com/some-one/course", "some-one/course"],
    ["https://GitHub.com/Some-One/Course.git", "Some-One/Course"],
    ["git@GitHub.com:Some-One/Course.git", "Some-One/Course"],
    ["https://user:to@ken@github.com/some-one/course", "some-one/course"],
    ["/srv/git/course.git", undefined],
    ["https://gitlab.com/some-one/course.git", undefined],
    ["https://notgithub.com/some-one/course.git", undefined],
    ["https://not.github.com/some-one/course.git", undefined],
    ["https://github.com.evil.example/some-one/course", undefined],
    ["https://evil.example/github.com/some-one/course", undefined],
    ["https://github.com@evil.example/some-one/course", undefined],
    ["https://github.com-work/some-one/course", undefined],
    ["git@notgithub.com:some-one/course.git", undefined],
    ["git@github.com.evil.example:some-one/course.git", undefined],
    ["git@github.com-evil.example:some-one/course.git", undefined],
    ["git@evil.example:github.com/some-one/course.git", undefined],
    ["https://github.com/some-one", undefined],
    ["https://github.com/some-one/course/tree/main", undefined],
  ])("the remote %s is %s on GitHub", (remote, name) => {
    expect(repositoryOf(courseAt(remote), {})).toBe(name);
  });

  withGit("ignores the remote of a repository around the course", () => {
    const root = courseAt("https://github.com/somebody/else.git");
    const inner = mkdtempSync(join(root, "course-"));
    writeFileSync(join(inner, "package.json"), "{}");
    expect(repositoryOf(inner, {})).toBeUndefined();
  });

  withGit("works where git is not installed", () => {
    const root = courseAt("https://github.com/origin/course.git");
    const { PATH } = process.env;
    process.env.PATH = root;
    onTestFinished(() => void (process.env.PATH = PATH));
    expect(repositoryOf(root, {})).toBeUndefined();
  });
});

describe("declaredRepository", () => {
  test.each([
    ["owner/course", "owner/course"],
    ["github:owner/course", "owner/course"],
    [{ url: "git+https://github.com/owner/course.git" }, "owner/course"],
    [undefined, undefined],
  ])("reads %j", (repository, name) => {
    const root = courseAt(undefined, { repository });
    expect(declaredRepository(root)).toBe(name);
  });

  withGit("looks at package.json only", () => {
    const root = courseAt("https://github.com/origin/course.git");
    expect(declaredRepository(root)).toBeUndefined();
  });
});
