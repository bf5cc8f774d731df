import { expect, test } from "vitest";
import { latinKey } from "./keys.ts";

test.each([
  ["щ", "KeyO", "o"],
  ["Щ", "KeyO", "O"],
  ["ё", "Backquote", "`"],
  ["а", "KeyF", "f"],
])("«%s» of %s is «%s»", (key, code, latin) => {
  expect(latinKey(key, code)).toBe(latin);
});

test("what is no Cyrillic letter, or has no Latin one, stays as it is", () => {
  expect(latinKey("o", "KeyO")).toBeUndefined();
  expect(latinKey("ArrowRight", "ArrowRight")).toBeUndefined();
  expect(latinKey("ж", "Semicolon")).toBeUndefined();
});
