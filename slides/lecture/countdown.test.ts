import { expect, test } from "vitest";
import {
  clock,
  extended,
  keep,
  leftAt,
  recall,
  toggled,
} from "./countdown.ts";

const minute = 60_000;
const standing = { left: 10 * minute, endsAt: null };

test("it runs from the click on, pauses, and goes on from there", () => {
  const running = toggled(standing, 0);
  expect(leftAt(running, 4 * minute)).toBe(6 * minute);
  const paused = toggled(running, 4 * minute);
  expect(leftAt(paused, 9 * minute)).toBe(6 * minute);
  const again = toggled(paused, 20 * minute);
  expect(leftAt(again, 21 * minute)).toBe(5 * minute);
});

test("a minute more is a minute more, running or standing", () => {
  expect(leftAt(extended(standing, minute), 0)).toBe(11 * minute);
  const running = extended(toggled(standing, 0), minute);
  expect(leftAt(running, 4 * minute)).toBe(7 * minute);
  expect(leftAt(toggled(running, 4 * minute), 9 * minute)).toBe(
    7 * minute,
  );
});

test("it says how long the room is over its time", () => {
  expect(clock(10 * minute)).toBe("10:00");
  expect(clock(59_001)).toBe("1:00");
  expect(clock(0)).toBe("0:00");
  expect(clock(-61_000)).toBe("−1:01");
});

test("another window and a reload show the same; the next day starts anew", () => {
  const running = toggled(standing, 0);
  const kept = keep(running, 0);
  expect(recall(kept, 5 * minute)).toEqual(running);
  expect(recall(kept, 24 * 60 * minute)).toBeUndefined();
  expect(recall(null, 0)).toBeUndefined();
});
