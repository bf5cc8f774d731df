import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { table } from "./table.ts";

test("a name that a student has chosen gives the terminal no orders", () => {
  const printed = table([
    {
      student: "\u001b[2JАнна",
      lab: "bauth01",
      verdict: "failed",
      reason: "",
      passed: 1,
      failed: 1,
      share: 0.5,
      seconds: 2,
      refusals: [],
      mistakes: [],
      notes: ["src/\u001b]0;x\u0007 — не обычный файл: не взято"],
    },
  ]);
  expect(printed).toContain("Анна");
  expect(stripVTControlCharacters(printed)).toContain("�[2JАнна");
  expect(printed).toContain("src/�]0;x�");
});
