import { expect, test } from "vitest";
import { mutantsOf } from "./mutate.ts";

/** What becomes of a piece of code, without what stays around it. */
const changes = (code: string) =>
  mutantsOf(code).map(({ content }) => content);

test.each([
  ["f();", [";"]],
  ["a = await b;", [";", "a = b;"]],
  ["const a = () => { return b; };", ["const a = () => { b; };"]],
  ["const a = true;", ["const a = false;"]],
  ["const a = 2;", ["const a = 3;", "const a = 2000;"]],
  ['const a = "b";', ['const a = "other";']],
  ["const a = !b;", ["const a = b;"]],
  ["const a = b ?? c;", ["const a = b;", "const a = c;"]],
  ["const a = b && c;", ["const a = b || c;"]],
  ["const a = b === c;", ["const a = b !== c;"]],
  ["const a = b < c;", ["const a = b <= c;", "const a = b >= c;"]],
  [
    "const a = b ? c : d;",
    ["const a = true ? c : d;", "const a = false ? c : d;"],
  ],
  ["const a = [b, c];", ["const a = [c];", "const a = [b];"]],
  ["const a = { b, c };", ["const a = { c };", "const a = { b };"]],
  ["const a = b(c, d);", ["const a = b(d);", "const a = b(c);"]],
  ["const a = b().c();", ["const a = b();"]],
  ["const a = b?.c;", ["const a = b.c;"]],
  [
    "export const { a, b } = c;",
    ["export const { b } = c;", "export const { a } = c;"],
  ],
  [
    "try { a; } catch { b; }",
    ["{ a; }", "try { ; } catch { b; }", "try { a; } catch { ; }"],
  ],
  ["if (a) b;", [";", "if (true) b;", "if (false) b;", "if (a) ;"]],
  ["const a = <p><b /></p>;", ["const a = <p></p>;"]],
  ["const a = <p id={b} />;", ["const a = <p  />;"]],
])("%s", (code, expected) => {
  expect(changes(code).sort()).toEqual(expected.sort());
});

test.each([
  '"use client";',
  'import { a } from "b";',
  "type A = { b: true };",
  "const a = b as 2;",
  "const a = <p className='b'>text</p>;",
  'const a = "Введите имя";',
  "const { a } = b;",
])("%s has no change that a test could notice", (code) => {
  expect(changes(code)).toEqual([]);
});

test("a change says where it is, and what it is", () => {
  const code =
    "const a = 1;\nconst b = {\n  // Why.\n  c: true,\n  d,\n};\n";
  expect(mutantsOf(code)).toContainEqual({
    line: 4,
    before: "c: true",
    after: "",
    content: code.replace("c: true,\n  ", ""),
  });
});
