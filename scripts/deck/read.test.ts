import { join } from "node:path";
import { expect, test } from "vitest";
import { readSteps, root } from "../course/steps.ts";
import { readDeck, type Slide } from "./deck.ts";
import { readOutline } from "../course/outline.ts";
import {
  outlineViolations,
  textViolations,
  type Subject,
} from "./read.ts";

function slides(...titles: string[]): Slide[] {
  return titles.map((title, index) => ({
    no: index + 1,
    title,
    file: "slides/slides.md",
    line: 1,
    markdown: "",
    note: "",
    topic: undefined,
    layout: title.startsWith("§") || title === "B" ? "section" : undefined,
    alias: undefined,
  }));
}

const abc = ["A", "B", "C"].map((title) => ({ title, lab: undefined }));

function said(...titles: string[]): string[] {
  return outlineViolations(slides(...titles), abc).map(
    ({ slide, what }) => `${slide?.no ?? "–"}: ${what}`,
  );
}

test("the outline's slides in order are right, also continued ones", () => {
  expect(said("A", "B", "C")).toEqual([]);
  expect(said("A", "B", "B", "B", "C")).toEqual([]);
  expect(said("A", "§ 1", "B", "§ 2", "C")).toEqual([]);
});

test("a thesis stands for its topic, and may open the next of the outline", () => {
  const under = (topic: string, titles: string[]) =>
    slides(...titles).map((slide) => ({ ...slide, topic }));
  const said = (shown: Slide[]) =>
    outlineViolations(shown, abc).map(({ what }) => what);
  expect(
    said([
      ...under("A", ["why", "how"]),
      ...under("B", ["C"]),
      ...under("C", ["more"]),
    ]),
  ).toEqual([]);
  expect(said([...under("A", ["why"]), ...under("C", ["x"])])).toEqual([
    "здесь по плану «B» (2-й из 3)",
  ]);
  const lab = under("B", ["lab"]).map((slide) => ({
    ...slide,
    layout: "lab",
  }));
  expect(said([...slides("A", "B", "C"), ...lab])).toEqual([]);
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

test("a lab that the slides and the outline know nothing of is named", async () => {
  const outline = readOutline(join(root, "course/outline.md"));
  const steps = readSteps();
  const subject: Subject = {
    folder: join(root, "slides"),
    root,
    outline,
    steps,
    repository: undefined,
  };
  const deck = await readDeck(subject);
  expect(textViolations(deck, subject)).toEqual([]);

  const [first, ...others] = steps;
  const changed = [
    { ...first!, minutes: 99 },
    ...others,
    { ...first!, id: "bauth99" },
  ];
  expect(
    textViolations(deck, { ...subject, steps: changed }).map(
      ({ rule, slide, what }) => `${rule} ${slide?.alias}: ${what}`,
    ),
  ).toEqual([
    expect.stringMatching(/^notes lab-bauth01: .*bauth01.*99/),
    expect.stringContaining("labs/bauth99"),
    expect.stringContaining("course/bauth99/step.json"),
    expect.stringContaining("lab-bauth99"),
  ]);
});
