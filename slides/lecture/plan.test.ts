import { expect, test } from "vitest";
import { needed, planned } from "./plan.ts";

test("the plan is what the note begins with", () => {
  expect(planned("⏱ 1,5 мин. Слово.")).toBe(1.5);
  expect(planned("⏱ 0 мин, дома — 8. Слово.")).toBe(0);
  expect(planned(undefined)).toBe(0);
});

test("words, clicks, questions and models take their time", () => {
  const words = (count: number) => "слово ".repeat(count);
  expect(needed(`⏱ 9 мин. ${words(110)}`, false)).toBe(1);
  expect(needed(`⏱ 9 мин. [click] ${words(110)}`, false)).toBe(1.05);
  expect(needed(`⏱ 9 мин. ${words(108)}\n\nВопрос залу: ?`, false)).toBe(
    1.75,
  );
  expect(needed("⏱ 9 мин.\n\nИсточник: RFC 7519, 4.1.4", true)).toBe(1);
});
