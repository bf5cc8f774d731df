import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execaSync } from "execa";
import { onTestFinished } from "vitest";
import { root as wholeCourse, type Step } from "../course/steps.ts";

/** A course of two steps in a folder of its own, for tests. */
export type SmallCourse = ReturnType<typeof smallCourse>;

/** Makes a complete, small course; it goes when the test is over. */
export function smallCourse() {
  const root = mkdtempSync(join(tmpdir(), "курс "));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));

  const course = {
    root,
    write(path: string, content: string | Buffer) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    read: (path: string) => readFileSync(join(root, path), "utf8"),
    has: (path: string) => existsSync(join(root, path)),
    remove: (path: string) =>
      rmSync(join(root, path), { recursive: true }),
    writeStep: (id: string, changes: Partial<Step> = {}) =>
      course.write(
        `course/${id}/step.json`,
        JSON.stringify({ ...facts(id), ...changes }),
      ),
    git: (...args: string[]) =>
      execaSync("git", args, { cwd: root }).stdout,
    /** Commits everything; the first time, the course becomes a repository. */
    commit() {
      if (!course.has(".git"))
        course.git("init", "--quiet", "--template=");
      course.git("add", "--all");
      course.git(
        ...["-c", "user.name=Author", "-c", "user.email=a@example.org"],
        ...["-c", "commit.gpgSign=false"],
        ...["commit", "--quiet", "--message", "x"],
      );
    },
  };

  cpSync(join(wholeCourse, "course/texts"), join(root, "course/texts"), {
    recursive: true,
  });
  course.write("package.json", "{}");
  course.write(".gitattributes", "* text=auto eol=lf\n");
  course.write(".gitignore", "node_modules/\n.cache/\n");
  course.write("course/base/.gitignore", "node_modules/\n.data/\n");
  course.write("course/base/shared.ts", "shared\n");
  for (const id of ["bauth01", "bauth02"]) {
    course.writeStep(id);
    course.write(`course/${id}/task.md`, `Сделайте ${id}.\n`);
    course.write(`course/${id}/tests/${id}.test.ts`, `test ${id}\n`);
    course.write(`course/${id}/start/src/${id}.ts`, `// TODO: ${id}\n`);
    course.write(`course/${id}/solution/src/${id}.ts`, `${id} done\n`);
  }
  // Folders of Next.js look like patterns of git.
  course.write("course/bauth01/start/src/[...all]/given.ts", "given\n");
  return course;
}

function facts(id: string): Step {
  return {
    id,
    title: `Шаг ${id}`,
    goal: `Цель ${id}.`,
    learnt: `Умение ${id}.`,
    protects: `От беды ${id}.`,
    minutes: 10,
    inClass: true,
    files: [`src/${id}.ts`],
    slide: `Слайд ${id}`,
    task: ["Сделайте"],
    done: "Тесты проходят.",
    hints: ["Намёк.", "Почти ответ."],
    docs: [{ title: "Документация", url: "https://example.org/docs" }],
  };
}
