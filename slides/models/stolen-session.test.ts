import { expect, test } from "vitest";
import { answerOn, expiryOn, type Story } from "./stolen-session.ts";

const story: Story = {
  theft: 1,
  logout: undefined,
  thiefComesDaily: false,
};
const lastDayOf = (story: Story) =>
  Array.from({ length: 30 }, (_, day) => day + 1).findLast(
    (day) => answerOn(day, story).status === 200,
  );

test("a stolen cookie works until the session expires", () => {
  expect(lastDayOf(story)).toBe(6);
});

test("logout ends it at once, even for a thief who comes daily", () => {
  expect(lastDayOf({ ...story, logout: 4 })).toBe(3);
  expect(lastDayOf({ ...story, logout: 4, thiefComesDaily: true })).toBe(
    3,
  );
});

test("a thief who comes daily moves the end, a week from each visit", () => {
  const daily = { ...story, thiefComesDaily: true };
  expect(expiryOn(1, daily)).toBe(7);
  expect(expiryOn(2, daily)).toBe(8);
  expect(lastDayOf(daily)).toBe(30);
});

test("who comes too late moves nothing", () => {
  const late = { ...story, theft: 8, thiefComesDaily: true };
  expect(answerOn(9, late).status).toBe(401);
});
