import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from "vitest";
import { has } from "../machine/has.ts";
import { declaredRepository, repositoryOf } from "./repository.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "репозиторий "));
  writePackage({});
  return () => rmSync(root, { recursive: true });
});

function writePackage(content: object) {
  writeFileSync(join(root, "package.json"), JSON.stringify(content));
}

function addOrigin(address: string) {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root });
  git("init", "-q");
  git("remote", "add", "origin", address);
}

const withGit = test.skipIf(!has("git"));

describe("repositoryOf", () => {
  withGit("believes CI first, then the remote, then package.json", () => {
    writePackage({ repository: "declared/course" });
    expect(repositoryOf(root, {})).toBe("declared/course");
    addOrigin("https://github.com/origin/course.git");
    expect(repositoryOf(root, {})).toBe("origin/course");
    expect(repositoryOf(root, { GITHUB_REPOSITORY: "ci/course" })).toBe(
      "ci/course",
    );
  });

  withGit.each([
    "https://github.com/some-one/the.course.git",
    "https://github.com/some-one/the.course/",
    "https://x-access-token:secret@github.com/some-one/the.course",
    "git@github.com:some-one/the.course.git",
    "ssh://git@github.com/some-one/the.course.git",
  ])("reads the remote %s", (address) => {
    addOrigin(address);
    expect(repositoryOf(root, {})).toBe("some-one/the.course");
  });

  withGit.each([
    "/srv/git/course.git",
    "https://gitlab.com/some-one/course.git",
    "https://notgithub.com/some-one/course.git",
  ])("makes no GitHub repository of the remote %s", (address) => {
    addOrigin(address);
    expect(repositoryOf(root, {})).toBeUndefined();
  });

  withGit("ignores the remote of a repository around the course", () => {
    addOrigin("https://github.com/somebody/else.git");
    const inner = mkdtempSync(join(root, "course-"));
    writeFileSync(join(inner, "package.json"), "{}");
    expect(repositoryOf(inner, {})).toBeUndefined();
  });

  withGit("works where git is not installed", () => {
    addOrigin("https://github.com/origin/course.git");
    const { PATH } = process.env;
    process.env.PATH = root;
    onTestFinished(() => void (process.env.PATH = PATH));
    expect(repositoryOf(root, {})).toBeUndefined();
  });
});

describe("declaredRepository", () => {
  test.each([
    "owner/course",
    "github:owner/course",
    { type: "git", url: "git+https://github.com/owner/course.git" },
  ])("reads %j", (repository) => {
    writePackage({ repository });
    expect(declaredRepository(root)).toBe("owner/course");
  });

  test("knows no repository where package.json names none", () => {
    expect(declaredRepository(root)).toBeUndefined();
  });

  withGit("looks at package.json only", () => {
    addOrigin("https://github.com/origin/course.git");
    expect(declaredRepository(root)).toBeUndefined();
  });
});
