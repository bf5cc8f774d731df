import { expect, test } from "vitest";
import { dedented, regionOf } from "./regions.ts";

const source = `import { a } from "a";

  // #region outer
  const one = 1;
  // #region inner
    const two = 2;
  // #endregion inner
  // #endregion outer

// #region twice
// #endregion twice
// #region twice
// #endregion twice

// #endregion backwards
// #region backwards

// #region open
`;

test("a region without its margin and without the marks inside it", () => {
  expect(regionOf(source, "outer")).toEqual({
    text: "const one = 1;\n  const two = 2;",
  });
  expect(regionOf(source, "inner")).toEqual({ text: "const two = 2;" });
});

test("files from Windows read the same", () => {
  expect(regionOf(source.replaceAll("\n", "\r\n"), "inner")).toEqual({
    text: "const two = 2;",
  });
});

test.each([
  ["missing", "// #region missing — нет в файле"],
  ["twice", "// #region twice — в файле 2 раза, нужен один"],
  ["open", "// #endregion open — нет в файле"],
  ["backwards", "// #endregion backwards стоит раньше начала"],
  // Part of a name is not the name.
  ["out", "// #region out — нет в файле"],
])("%s: says what is wrong", (name, problem) => {
  expect(regionOf(source, name)).toEqual({ problem });
});

test("an empty region is wrong", () => {
  expect(regionOf("// #region a\n\n// #endregion a", "a")).toEqual({
    problem: "между началом и концом a пусто",
  });
});

test("blank lines do not count for the margin", () => {
  expect(dedented("\n    a\n\n      b\n\n")).toBe("a\n\n  b");
});
