import { spawnSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../course/steps.ts";
import { smallCourse, type SmallCourse } from "../testing/small-course.ts";

/** A small course that has the real command. */
function withCommand() {
  const course = smallCourse();
  for (const path of ["compose", "course"]) {
    cpSync(
      join(root, "scripts", path),
      join(course.root, "scripts", path),
      {
        recursive: true,
      },
    );
  }
  course.write("package.json", '{ "type": "module" }');
  symlinkSync(
    join(root, "node_modules"),
    join(course.root, "node_modules"),
    "junction",
  );
  return course;
}

function run(course: SmallCourse, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(course.root, "scripts/compose/cli.ts"), ...args],
    { encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

test("composes, checks, carries an edit on and refuses a conflict", () => {
  const course = withCommand();
  expect(run(course, "--check")).toMatchObject({ status: 1 });
  expect(course.has("labs")).toBe(false);
  expect(run(course)).toMatchObject({ status: 0 });
  expect(run(course, "--check")).toMatchObject({ status: 0, stderr: "" });

  course.write("labs/bauth02/shared.ts", "new\n");
  const edited = run(course);
  expect(edited).toMatchObject({ status: 0 });
  expect(edited.stdout).toContain(
    "labs/bauth02/shared.ts → course/base/shared.ts",
  );
  expect(edited.stdout).toContain("and 2 more");

  course.write("labs/bauth02/shared.ts", "one\n");
  course.write("course/base/shared.ts", "two\n");
  const refused = run(course);
  expect(refused).toMatchObject({ status: 1, stdout: "" });
  expect(refused.stderr).toContain(
    "course/base/shared.ts\nlabs/bauth02/shared.ts\n",
  );
  expect(refused.stderr).toContain("Nothing was written.");
});

test("says what is wrong in a step.json, without a stack trace", () => {
  const course = withCommand();
  course.write("course/bauth01/step.json", '{ "id": "bauth01", }');
  const { status, stderr } = run(course);
  expect(status).toBe(1);
  expect(stderr).toContain("course/bauth01/step.json: это не объект JSON");
  expect(stderr).not.toContain("    at ");
});
