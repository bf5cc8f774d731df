import { expect, test } from "vitest";
import { smallCourse } from "../testing/small-course.ts";
import { readSteps, stepIds, stepProblems } from "./steps.ts";

test("steps are read in order", () => {
  const { root } = smallCourse();
  expect(stepIds(root)).toEqual(["bauth01", "bauth02"]);
  expect(readSteps(root).map((step) => step.title)).toEqual([
    "Шаг bauth01",
    "Шаг bauth02",
  ]);
});

test("a step whose facts are still to be written is left out", () => {
  const course = smallCourse();
  course.write("course/bauth03/start/x.ts", "");
  expect(stepIds(course.root)).toHaveLength(3);
  expect(readSteps(course.root)).toHaveLength(2);
});

test("everything wrong in all step.json files is told at once", () => {
  const course = smallCourse();
  course.writeStep("bauth01", { minutes: 0 });
  course.writeStep("bauth02", { id: "bauth03", hints: [] });
  expect(() => readSteps(course.root)).toThrow(
    /bauth01\/step\.json: "minutes".*\n.*bauth02\/step\.json: "id".*\n.*"hints"/,
  );
});

test.each([
  ["id", "bauth02"],
  ["title", " "],
  ["goal", undefined],
  ["minutes", 7.5],
  ["inClass", "yes"],
  ["files", []],
  ["files", ["../../other.ts"]],
  ["files", ["/src/a.ts"]],
  ["files", ["src\\a.ts"]],
  ["slide", ""],
  ["task", ["1", "2", "3", "4"]],
  ["done", null],
  ["hints", [""]],
  ["docs", []],
  ["docs", [{ title: "x", url: "http://example.org" }]],
  ["docs", [{ url: "https://example.org" }]],
])("%s may not be %j", (key, value) => {
  const course = smallCourse();
  const step = { ...readSteps(course.root)[0], [key]: value };
  expect(stepProblems("bauth01", JSON.stringify(step))).toEqual([
    expect.stringContaining(`"${key}" must be`),
  ]);
});

test("a misspelt fact is no fact", () => {
  const course = smallCourse();
  const step = { ...readSteps(course.root)[0], hint: "x" };
  expect(stepProblems("bauth01", JSON.stringify(step))).toEqual([
    expect.stringContaining('"hint" means nothing here'),
  ]);
});
