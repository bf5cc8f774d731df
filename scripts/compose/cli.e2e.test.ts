import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import { smallCourse, type SmallCourse } from "../testing/small-course.ts";

/** A small course that has the real command. */
function withCommand() {
  const course = smallCourse();
  for (const path of ["compose", "course", "process", "report"])
    cpSync(
      join(root, "scripts", path),
      join(course.root, "scripts", path),
      { recursive: true },
    );
  course.write("package.json", '{ "type": "module" }');
  symlinkSync(
    join(root, "node_modules"),
    join(course.root, "node_modules"),
    "junction",
  );
  return course;
}

async function run(course: SmallCourse, ...args: string[]) {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [join(course.root, "scripts/compose/cli.ts"), ...args],
    { reject: false },
  );
  return { exitCode, stdout, stderr };
}

test.skipIf(!has("git"))(
  "composes, checks, carries an edit on and refuses a conflict",
  async () => {
    const course = withCommand();
    expect(await run(course, "--check")).toMatchObject({ exitCode: 1 });
    expect(course.has("labs")).toBe(false);
    expect(await run(course)).toMatchObject({ exitCode: 0 });
    expect(await run(course, "--check")).toMatchObject({
      exitCode: 0,
      stderr: "",
    });
    course.commit();

    course.write("labs/bauth02/shared.ts", "new\n");
    const edited = await run(course);
    expect(edited).toMatchObject({ exitCode: 0 });
    expect(edited.stdout).toContain(
      "labs/bauth02/shared.ts → course/base/shared.ts",
    );
    expect(edited.stdout).toContain("и ещё 2");

    course.commit();
    course.write("course/base/shared.ts", "two\n");
    course.write("labs/bauth01/shared.ts", "three\n");
    const refused = await run(course);
    expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
    expect(refused.stderr).toContain(
      "course/base/shared.ts\nlabs/bauth01/shared.ts\n",
    );
    expect(refused.stderr).toContain("Ничего не записано.");
    const decided = await run(course, "--from", "course");
    expect(decided).toMatchObject({ exitCode: 0, stderr: "" });
    expect(decided.stdout).toContain("осталось в git: git show ");
  },
);

test("says what is wrong in a step.json, without a stack trace", async () => {
  const course = withCommand();
  course.write("course/bauth01/step.json", '{ "id": "bauth01", }');
  const { exitCode, stderr } = await run(course);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("course/bauth01/step.json: это не объект JSON");
  expect(stderr).not.toContain("    at ");
});

test("knows two sides only", async () => {
  const { stderr } = await run(withCommand(), "--from", "both");
  expect(stderr).toContain("--from <сторона>. Есть course и labs.");
});
