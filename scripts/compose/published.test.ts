import { describe, expect, test } from "vitest";
import { has } from "../machine/has.ts";
import { smallCourse } from "../testing/small-course.ts";
import { compose } from "./compose.ts";
import { publishedFindings } from "./published.ts";

/** A composed course whose "courseCommit" is the commit of its labs. */
function publishedCourse() {
  const course = smallCourse();
  compose(course.root);
  course.commit();
  course.write(
    "package.json",
    JSON.stringify({
      repository: "teacher/course",
      courseCommit: course.git("rev-parse", "HEAD"),
    }),
  );
  compose(course.root);
  course.commit();
  return course;
}

describe.skipIf(!has("git"))("a published course", () => {
  test("each lab says where grading finds its tests", () => {
    const { git, read } = publishedCourse();
    expect(JSON.parse(read("labs/bauth02/.github/course.json"))).toEqual({
      lab: "bauth02",
      repository: "teacher/course",
      commit: git("rev-parse", "HEAD~1"),
    });
  });

  test("today's tests are those that grade", () => {
    expect(publishedFindings(publishedCourse().root)).toEqual([]);
  });

  test("other words in a README do not count", () => {
    const { root, write } = publishedCourse();
    write("labs/bauth02/README.md", "# x\n");
    expect(publishedFindings(root)).toEqual([]);
  });

  test("tests that have changed since are named with what to do", () => {
    const { root, write } = publishedCourse();
    write("labs/bauth02/tests/bauth02.test.ts", "// changed\n");
    const [finding] = publishedFindings(root);
    expect(finding!.what).toContain(
      "а тесты лабораторных с тех пор изменились",
    );
    expect(finding!.todo).toContain("npm pkg set courseCommit");
  });

  test("nothing is said of a commit that git does not have", () => {
    const { root, write } = publishedCourse();
    write(
      "package.json",
      JSON.stringify({ courseCommit: "0".repeat(40) }),
    );
    write("labs/bauth02/tests/bauth02.test.ts", "// changed\n");
    expect(publishedFindings(root)).toEqual([]);
  });
});
