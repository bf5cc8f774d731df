import { expect, test } from "vitest";
import { smallCourse } from "../testing/small-course.ts";
import { versionFindings } from "./versions.ts";

function findings(inCatalog: string, inLabs: string) {
  const { root, write } = smallCourse();
  write("pnpm-workspace.yaml", `catalog:\n  a: ${inCatalog}\n`);
  write(
    "course/base/package.json",
    JSON.stringify({ dependencies: { a: inLabs, b: "1.0.0-beta.1" } }),
  );
  return versionFindings(root).map(({ what }) => what);
}

test("equal and exact versions are in order", () => {
  expect(findings("1.0.0", "1.0.0")).toEqual([]);
});

test("a package that stands in both places has one version", () => {
  expect(findings("1.0.0", "1.0.1")).toEqual(["a — 1.0.0 и 1.0.1"]);
});

test("a range is no version", () => {
  const range = "a: «^1.0.0» — не точная версия";
  expect(findings("^1.0.0", "^1.0.0")).toEqual([range, range]);
});
