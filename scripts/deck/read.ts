import { existsSync } from "node:fs";
import { join } from "node:path";
import { planned } from "../../slides/lecture/plan.ts";
import type { Step } from "../course/steps.ts";
import type { Deck, Folders, Slide } from "./deck.ts";
import type { Expected } from "./judge.ts";
import { noteViolations } from "./notes.ts";
import type { OutlineSlide } from "../course/outline.ts";
import type { Violation } from "./rules.ts";
import { termViolations } from "./terms.ts";

/** A deck, and what it is held against. */
export type Subject = Folders & {
  outline: OutlineSlide[];
  steps: Step[];
  /** "owner/name" on GitHub, where the course has one. */
  repository: string | undefined;
};

/** Finds what is wrong with a deck's text, without a browser. */
export function textViolations(
  deck: Deck,
  { outline, steps, root }: Subject,
): Violation[] {
  return [
    ...outlineViolations(deck.slides, outline),
    ...noteViolations(deck),
    ...termViolations(deck),
    ...steps.flatMap((step) => [
      ...(existsSync(join(root, "labs", step.id))
        ? []
        : [
            {
              rule: "links" as const,
              what: `нет папки labs/${step.id}: pnpm compose`,
            },
          ]),
      ...labViolations(step, deck.slides, outline),
    ]),
  ];
}

/** Holds the slide of a lab, and the outline, against the lab's facts. */
function labViolations(
  { id, slide: title, inClass, minutes }: Step,
  slides: Slide[],
  outline: OutlineSlide[],
): Violation[] {
  const found: Violation[] = [];
  const facts = `course/${id}/step.json`;
  if (!outline.some((slide) => slide.title === title && slide.lab === id))
    found.push({
      rule: "outline",
      what: `${facts} называет слайд «${title}», а в course/outline.md нет «${title} · ${id}»`,
    });
  const slide = slides.find(({ alias }) => alias === `lab-${id}`);
  if (!slide)
    return [
      ...found,
      {
        rule: "links",
        what: `нет слайда с заданием: routeAlias: lab-${id}`,
      },
    ];
  const place = inClass ? "в классе" : "дома";
  const heading = `Лабораторная ${Number(id.slice(-2))}, ${place}`;
  if (slide.title !== heading || slide.topic !== title)
    found.push({
      rule: "outline",
      slide,
      what: `по ${facts} здесь заголовок «${heading}» и topic «${title}»`,
    });
  const where = inClass ? place : `${place} — ${minutes}`;
  if (
    planned(slide.note) !== (inClass ? minutes : 0) ||
    !slide.note.includes(where)
  )
    found.push({
      rule: "notes",
      slide,
      what: `в ${facts} минут ${minutes}, ${place}, а в заметке не так: нужно «${where}»`,
    });
  return found;
}

/** What each slide must show in the browser. */
export function expectedOf(
  slides: Slide[],
  outline: OutlineSlide[],
): Expected[] {
  return slides.map(({ title, topic, markdown }) => ({
    title,
    topic,
    lab: outline.find((slide) => slide.title === (topic ?? title))?.lab,
    drawings: drawingsIn(markdown),
  }));
}

/**
 * Holds the slides against the outline: the titles and their order.
 * Slides that follow one another with the same topic are one of the outline;
 * one that opens a part of the lecture, or is a lab's, may stand beside them.
 */
export function outlineViolations(
  slides: Slide[],
  outline: OutlineSlide[],
): Violation[] {
  const titles = new Set(outline.map(({ title }) => title));
  const parts = slides
    .filter(({ layout }) => layout !== "lab")
    .filter(
      ({ layout, title }) => layout !== "section" || titles.has(title),
    )
    .flatMap((slide) =>
      titlesOf(slide, titles).map((title) => ({ slide, title })),
    )
    .filter(({ title }, index, all) => title !== all[index - 1]?.title);
  const wrong = outline.findIndex(
    ({ title }, index) => parts[index]?.title !== title,
  );
  if (wrong === -1)
    return parts.slice(outline.length).map(({ slide }) => ({
      rule: "outline",
      slide,
      what: "в плане лекции такого слайда нет",
    }));
  // All that follows would be off by one too.
  const slide = parts[wrong]?.slide;
  const place = `«${outline[wrong]!.title}» (${wrong + 1}-й из ${outline.length})`;
  return [
    {
      rule: "outline",
      slide,
      what: slide ? `здесь по плану ${place}` : `нет слайда ${place}`,
    },
  ];
}

/** A topic's last slide may open the next of the outline by its heading. */
function titlesOf({ topic, title }: Slide, titles: Set<string>): string[] {
  if (topic === undefined) return [title];
  return titles.has(title) && title !== topic ? [topic, title] : [topic];
}

/** Counts diagrams and pictures: those drawn here and those of files. */
function drawingsIn(markdown: string): number {
  return (
    markdown.match(
      /^```mermaid\b|<(Flowchart|Diagram|img)\b|!\[[^\]]*\]\(/gm,
    ) ?? []
  ).length;
}
