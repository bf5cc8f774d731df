import { expect, test } from "vitest";
import { isIdle, pace } from "./pace.ts";

/** A slide of two minutes that begins with the tenth. */
const slide = { before: 10, minutes: 2 };

test.each([
  [10, "по плану"],
  [11.9, "по плану"],
  [12.4, "по плану"],
  [12.5, "отстаём на 1 мин"],
  [15, "отстаём на 3 мин"],
  [9.6, "по плану"],
  [8, "впереди на 2 мин"],
])("%d minutes after the start: %s", (elapsed, said) => {
  expect(pace(elapsed, slide)).toBe(said);
});

test("a lecture starts a timer that stands or is of another day, no other", () => {
  const hour = 3_600_000;
  const running = { status: "running", startedAt: hour } as const;
  expect(isIdle({ status: "stopped", startedAt: 0 }, hour)).toBe(true);
  expect(isIdle(running, 2 * hour)).toBe(false);
  expect(isIdle(running, 24 * hour)).toBe(true);
});
