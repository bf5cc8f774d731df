import { expect, test } from "vitest";
import { readSteps, root } from "../course/steps.ts";
import type { Slide } from "./deck.ts";
import { outline } from "./outline.ts";
import { outlineFindings } from "./read.ts";

function slides(...titles: string[]): Slide[] {
  return titles.map((title, index) => ({
    no: index + 1,
    title,
    file: "slides/slides.md",
    path: "/slides/slides.md",
    line: 1,
    markdown: "",
    note: "",
    isSection: title.startsWith("§") || title === "B",
    alias: undefined,
  }));
}

const abc = [{ title: "A" }, { title: "B" }, { title: "C" }];

function said(...titles: string[]): string[] {
  return outlineFindings(slides(...titles), abc).map(
    ({ slide, what }) => `${slide?.no ?? "–"}: ${what}`,
  );
}

test("the outline's slides in order are right, also continued ones", () => {
  expect(said("A", "B", "C")).toEqual([]);
  expect(said("A", "B", "B", "B", "C")).toEqual([]);
  expect(said("A", "§ 1", "B", "§ 2", "C")).toEqual([]);
});

test("a slide of another title is named, once", () => {
  expect(said("A", "X", "B", "C")).toEqual([
    "2: здесь по плану «B» (2-й из 3)",
  ]);
  expect(said("B", "A", "C")).toEqual([
    "1: здесь по плану «A» (1-й из 3)",
  ]);
});

test("a slide that is missing at the end is named", () => {
  expect(said("A", "B")).toEqual(["–: нет слайда «C» (3-й из 3)"]);
});

test("a slide too many is named, and one that comes back", () => {
  expect(said("A", "B", "C", "D", "A")).toEqual([
    "4: в плане лекции такого слайда нет",
    "5: в плане лекции такого слайда нет",
  ]);
});

test("the lecture has 36 slides, and each lab one to stand on", () => {
  expect(outline).toHaveLength(36);
  const titles = outline.map(({ title }) => title);
  expect(new Set(titles).size).toBe(36);
  for (const { id, slide } of readSteps(root)) {
    expect(titles, id).toContain(slide);
    expect(
      outline.map(({ lab }) => lab),
      id,
    ).toContain(id);
  }
});
