import { expect, test } from "vitest";
import { regionOf } from "./region.ts";

const text = `import { a } from "a";
// #region all
function all() {
  // #region part

  if (a) {
    return a;
  }
  // #endregion part
}
// #endregion all
// #region open
// #region empty

// #endregion empty
-- #region sql
select 1;
-- #endregion sql
`;

test("the lines of a region, without the marks of others", () => {
  expect(regionOf(text, "all")).toBe(
    "function all() {\n\n  if (a) {\n    return a;\n  }\n}",
  );
});

test("a region's own indent goes", () => {
  expect(regionOf(text, "part")).toBe("\nif (a) {\n  return a;\n}");
});

test("in files with other comments, and other ends of line", () => {
  expect(regionOf(text.replaceAll("\n", "\r\n"), "sql")).toBe("select 1;");
});

test.each(["missing", "open", "empty", "al"])(
  "no region %s",
  (name) => void expect(regionOf(text, name)).toBeUndefined(),
);
