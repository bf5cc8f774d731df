import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { smallCourse } from "../testing/small-course.ts";
import { filesOf } from "../course/files.ts";
import { Sandbox } from "./sandbox.ts";

test("a copy is laid anew, and links out of it are not followed", () => {
  const course = smallCourse();
  const sandbox = new Sandbox(course.root);
  course.write("labs/bauth01/src/a.ts", "a");
  course.write("labs/bauth01/b", "b");
  const lay = () =>
    sandbox.lay(
      "labs/bauth01",
      filesOf(course.root, "labs/bauth01", () => false),
    );
  const folder = lay();

  course.write(".verify/installed/pg/index.js", "pg");
  course.write(".verify/labs/bauth01/tsconfig.tsbuildinfo", "remembered");
  course.write(".verify/labs/bauth01/src/extra.ts", "extra");
  course.write(".verify/labs/bauth01/.next/server/page.js", "page");
  symlinkSync(
    join(sandbox.folder, "installed/pg"),
    join(folder, ".next/pg"),
    "junction",
  );
  // What was a file is a folder now.
  course.remove("labs/bauth01/b");
  course.write("labs/bauth01/b/c.ts", "c");
  lay();

  expect([...filesOf(course.root, ".verify", () => false).keys()]).toEqual(
    [
      "installed/pg/index.js",
      "labs/bauth01/b/c.ts",
      "labs/bauth01/src/a.ts",
      "labs/bauth01/tsconfig.tsbuildinfo",
    ],
  );
});
