import { expect, test } from "vitest";
import { smallCourse } from "../testing/small-course.ts";
import { versionFindings } from "./versions.ts";

function course(states: {
  inCatalog?: string;
  inLabs?: string;
  locked?: string;
}) {
  const { inCatalog = "1.0.0", inLabs = "1.0.0" } = states;
  const { locked = inLabs } = states;
  const { root, write } = smallCourse();
  const lock = (version: string) => `a:
        specifier: ${version}
        version: ${version}(peer@1.0.0)`;
  write("pnpm-workspace.yaml", `catalog:\n  a: ${inCatalog}\n`);
  write(
    "pnpm-lock.yaml",
    `catalogs:\n  default:\n      ${lock(inCatalog)}\nimporters: {}\n`,
  );
  write(
    "course/base/package.json",
    JSON.stringify({ dependencies: { a: inLabs } }),
  );
  write(
    "course/base/pnpm-lock.yaml",
    `importers:\n  .:\n    dependencies:\n      ${lock(locked)}\n`,
  );
  return versionFindings(root).map(({ what }) => what);
}

test("equal, exact and locked versions are in order", () => {
  expect(course({})).toEqual([]);
});

test("a package that stands in both places has one version", () => {
  expect(course({ inLabs: "1.0.1" })).toEqual([
    "a в course/base/package.json — 1.0.1, а в корне — 1.0.0",
  ]);
});

test("a range is no version", () => {
  expect(course({ inCatalog: "^1.0.0", inLabs: "^1.0.0" })).toEqual([
    "a в pnpm-workspace.yaml — «^1.0.0», это не точная версия",
    "a в course/base/package.json — «^1.0.0», это не точная версия",
  ]);
});

test("the lock file follows the manifest", () => {
  expect(course({ locked: "0.9.0" })).toEqual([
    "a в course/base/package.json — 1.0.0, а в course/base/pnpm-lock.yaml — 0.9.0(peer@1.0.0)",
  ]);
});
