import { describe, expect, test } from "vitest";
import { compose } from "./apply.ts";
import { check } from "./check.ts";
import { smallCourse, type SmallCourse } from "../testing/small-course.ts";

/** What the check says after composing, each finding in one line. */
function findings(course: SmallCourse) {
  compose(course.root);
  return lines(course);
}

function lines({ root }: SmallCourse) {
  return check(root).map(
    ({ paths, problem, advice }) =>
      `${paths.join(", ")} ${problem}. ${advice}`,
  );
}

test("a complete, composed course passes", () => {
  expect(findings(smallCourse())).toEqual([]);
});

describe("what differs is named with its source, and nothing is written", () => {
  function composedCourse() {
    const course = smallCourse();
    compose(course.root);
    return course;
  }

  test("an edited source", () => {
    const course = composedCourse();
    course.write("course/base/shared.ts", "new\n");
    expect(lines(course)).toEqual([
      expect.stringMatching(
        /^course\/base\/shared\.ts is not composed into labs\/bauth01\/shared\.ts and 3 more yet\. Run `pnpm compose`/,
      ),
    ]);
    expect(course.read("labs/bauth01/shared.ts")).toBe("shared\n");
  });

  test("an edited copy", () => {
    const course = composedCourse();
    course.write("labs/bauth01/shared.ts", "new\n");
    expect(lines(course)).toEqual([
      expect.stringMatching(
        /^labs\/bauth01\/shared\.ts was edited.*course\/base\/shared\.ts.*Run `pnpm compose`/,
      ),
    ]);
    expect(course.read("course/base/shared.ts")).toBe("shared\n");
  });

  test("an edited task text", () => {
    const course = composedCourse();
    course.write("course/bauth01/task.md", "Иначе.\n");
    expect(lines(course)).toEqual([
      expect.stringContaining("labs/bauth01/README.md"),
    ]);
  });

  test("a source taken away, a new file, a deleted file", () => {
    const course = composedCourse();
    course.remove("course/bauth01/start/src/[...all]");
    course.write("labs/bauth01/new.ts", "");
    course.remove("labs/bauth02/shared.ts");
    expect(lines(course)).toEqual([
      expect.stringContaining("labs/bauth02/shared.ts was deleted"),
      expect.stringContaining("course/bauth01/start/new.ts"),
      ...["labs/bauth01", "labs/bauth02"].map((folder) =>
        expect.stringContaining(`${folder}/src/[...all]/given.ts has no`),
      ),
      ...["solutions/bauth01", "solutions/bauth02"].map((folder) =>
        expect.stringContaining(`${folder}/src/[...all]/given.ts has no`),
      ),
    ]);
  });
});

describe("the rules of course/", () => {
  test("every step has its parts", () => {
    const course = smallCourse();
    course.write("course/bauth03/start/src/x.ts", "x\n");
    expect(findings(course)).toEqual([
      expect.stringContaining("course/bauth03/step.json is missing"),
      expect.stringContaining("course/bauth03/task.md is missing"),
      expect.stringContaining(
        "course/bauth03/tests/bauth03.test.ts is missing",
      ),
    ]);
  });

  test("a task text has words, and no title of its own", () => {
    const course = smallCourse();
    course.write("course/bauth01/task.md", "\n");
    course.write(
      "course/bauth02/task.md",
      "# Задание\n\n```bash\n# comment\n```\n",
    );
    expect(findings(course)).toEqual([
      expect.stringContaining("course/bauth01/task.md is empty"),
      expect.stringContaining("course/bauth02/task.md has a heading"),
    ]);
    course.write("course/bauth01/task.md", "```bash\n# comment\n```\n");
    course.write("course/bauth02/task.md", "### Часть\n");
    expect(findings(course)).toEqual([]);
  });

  test("a starter says TODO", () => {
    const course = smallCourse();
    course.write("course/bauth01/start/src/bauth01.ts", "// TODOS\n");
    expect(findings(course)).toEqual([
      expect.stringContaining(
        "course/bauth01/start/src/bauth01.ts has no TODO",
      ),
    ]);
  });

  test("a starter is not the solution", () => {
    const course = smallCourse();
    course.write("course/bauth01/start/src/bauth01.ts", "bauth01 done\n");
    expect(findings(course)).toEqual([
      expect.stringMatching(/start.*solution.* are the same/),
    ]);
  });

  test("a listed file is in start/ and in solution/", () => {
    const course = smallCourse();
    course.writeStep("bauth01", {
      files: ["src/bauth01.ts", "src/nowhere.ts", "shared.ts"],
    });
    course.write("course/bauth01/solution/shared.ts", "shared, solved\n");
    expect(findings(course)).toEqual([
      expect.stringContaining(
        "course/bauth01/solution/src/nowhere.ts is missing",
      ),
      expect.stringContaining("course/bauth01/start/shared.ts is missing"),
    ]);
  });

  test("a listed file may be new in the solution", () => {
    const course = smallCourse();
    course.writeStep("bauth02", {
      files: ["src/bauth02.ts", "drizzle/0001.sql"],
    });
    course.write("course/bauth02/solution/drizzle/0001.sql", "create\n");
    expect(findings(course)).toEqual([]);
  });

  test("a solution changes only what the student was told", () => {
    const course = smallCourse();
    course.write("course/bauth02/solution/shared.ts", "hidden\n");
    expect(findings(course)).toEqual([
      expect.stringContaining(
        "course/bauth02/solution/shared.ts changes a file that course/bauth02/step.json does not list",
      ),
    ]);
  });

  test("no lab holds a solution, under whatever name", () => {
    const course = smallCourse();
    course.write("course/bauth01/start/old/copy.ts", "bauth02 done\n");
    expect(findings(course)).toEqual(
      ["labs/bauth01/old/copy.ts", "labs/bauth02/old/copy.ts"].map(
        (path) =>
          expect.stringMatching(
            new RegExp(
              `^${path} gives away src/bauth02.ts .*course/bauth01/start/old/copy.ts`,
            ),
          ),
      ),
    );
  });

  test("a README.md in course/ would reach nobody", () => {
    const course = smallCourse();
    course.write("course/base/README.md", "lost\n");
    expect(findings(course)).toEqual([
      expect.stringContaining("course/base/README.md reaches no folder"),
    ]);
  });
});
