import { expect, test } from "vitest";
import { readings } from "./script-reads.ts";

test("HttpOnly hides the cookie, not localStorage and not the user", () => {
  expect(readings(true).map(({ isLoss }) => isLoss)).toEqual([
    true,
    false,
    true,
  ]);
  expect(readings(false).every(({ isLoss }) => isLoss)).toBe(true);
});
