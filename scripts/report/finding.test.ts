import { expect, test } from "vitest";
import { listed, printed, reportOf, type Finding } from "./finding.ts";

const types: Finding = {
  rule: "типы",
  places: ["labs/bauth01"],
  what: "не сходятся\nsrc/a.ts(1,7)",
  todo: "Исправьте course/bauth01.",
};

test("a finding names its place, what was found there and what to do", () => {
  expect(printed([types])).toBe(
    "labs/bauth01\n" +
      "  ✘ типы: не сходятся\n      src/a.ts(1,7)\n" +
      "    → Исправьте course/bauth01.",
  );
});

test("what is the same in many places is said once", () => {
  const small = { rule: "размер букв", what: "мелко" };
  expect(
    printed([
      { ...small, places: ["слайд 1"] },
      { ...small, places: ["слайд 2"] },
      { ...small, places: ["слайд 2"] },
    ]),
  ).toBe("слайд 1\nслайд 2\n  ✘ размер букв: мелко");
});

test("findings of a place stand together, and so do those that ask the same", () => {
  const other = { ...types, rule: "миграция", what: "устарела" };
  const elsewhere = { ...types, places: ["labs/bauth02"], what: "пусто" };
  expect(printed([types, elsewhere, other])).toBe(
    "labs/bauth01\n" +
      "  ✘ типы: не сходятся\n      src/a.ts(1,7)\n" +
      "  ✘ миграция: устарела\n" +
      "    → Исправьте course/bauth01.\n\n" +
      "labs/bauth02\n  ✘ типы: пусто\n    → Исправьте course/bauth01.",
  );
});

test("a check with any finding has failed", () => {
  const { passed, failed, findings } = reportOf([
    { rule: "типы", subject: "labs/bauth01", findings: [types, types] },
    { rule: "типы", subject: "labs/bauth02", findings: [] },
  ]);
  expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
  expect(findings).toHaveLength(2);
});

test("many names are cut, and their number is said", () => {
  expect(listed(["a", "b", "c", "d", "e"])).toBe("\na\nb\nc\n… и ещё 2");
});
