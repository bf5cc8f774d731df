import { existsSync } from "node:fs";
import { join } from "node:path";
import { planned } from "../../slides/lecture/plan.ts";
import type { Step } from "../course/steps.ts";
import type { Deck, Folders, Slide } from "./deck.ts";
import type { Expected } from "./judge.ts";
import type { OutlineSlide } from "./outline.ts";
import type { Rule, Violation } from "./rules.ts";

/** A deck, and what it is held against. */
export type Subject = Folders & {
  outline: OutlineSlide[];
  steps: Step[];
  /** "owner/name" on GitHub, where the course has one. */
  repository: string | undefined;
};

/** Finds what is wrong with a deck's text, without a browser. */
export function textViolations(
  { slides, minutes }: Deck,
  { outline, steps, root }: Subject,
): Violation[] {
  const found = outlineViolations(slides, outline);
  const wrong = (rule: Rule, what: string, slide?: Slide) =>
    found.push({ rule, what, slide });

  const sum = slides.reduce((sum, { note }) => sum + planned(note), 0);
  if (minutes !== undefined && sum !== minutes)
    wrong(
      "notes",
      `минуты в заметках складываются в ${sum}, а duration в slides.md — ${minutes}`,
    );
  for (const slide of slides) {
    const missing = missingIn(slide.note);
    if (missing.length > 0)
      wrong(
        "notes",
        `в заметке докладчика (<!-- … --> в конце слайда) нет: ${missing.join(", ")}`,
        slide,
      );
  }
  for (const { id, slide: title, inClass, minutes } of steps) {
    const facts = `course/${id}/step.json`;
    if (!existsSync(join(root, "labs", id)))
      wrong("links", `нет папки labs/${id}: pnpm compose`);
    if (
      !outline.some((slide) => slide.title === title && slide.lab === id)
    )
      wrong(
        "outline",
        `${facts} называет слайд «${title}», а в course/outline.md нет «${title} · ${id}»`,
      );
    const slide = slides.find(({ alias }) => alias === `lab-${id}`);
    if (!slide) {
      wrong("links", `нет слайда с заданием: routeAlias: lab-${id}`);
      continue;
    }
    const where = inClass ? "в классе" : `дома — ${minutes}`;
    if (
      planned(slide.note) !== (inClass ? minutes : 0) ||
      !slide.note.includes(where)
    )
      wrong(
        "notes",
        `в ${facts} минут ${minutes}, ${inClass ? "в классе" : "дома"}, а в заметке не так: нужно «${where}»`,
        slide,
      );
  }
  return found;
}

/** What each slide must show in the browser. */
export function expectedOf(
  slides: Slide[],
  outline: OutlineSlide[],
): Expected[] {
  return slides.map(({ title, markdown }, index) => ({
    title,
    // The first of the slides with a title wears its badge.
    lab:
      slides[index - 1]?.title === title
        ? undefined
        : outline.find((slide) => slide.title === title)?.lab,
    drawings: drawingsIn(markdown),
  }));
}

/**
 * Holds the slides against the outline: the titles and their order.
 * Slides that follow one another under the same title are one of the outline;
 * one that opens a part of the lecture may stand beside them.
 */
export function outlineViolations(
  slides: Slide[],
  outline: OutlineSlide[],
): Violation[] {
  const titles = new Set(outline.map(({ title }) => title));
  const parts = slides
    .filter(({ isSection, title }) => !isSection || titles.has(title))
    .filter(({ title }, index, all) => title !== all[index - 1]?.title);
  const wrong = outline.findIndex(
    ({ title }, index) => parts[index]?.title !== title,
  );
  if (wrong === -1)
    return parts.slice(outline.length).map((slide) => ({
      rule: "outline",
      slide,
      what: "в плане лекции такого слайда нет",
    }));
  // All that follows would be off by one too.
  const slide = parts[wrong];
  const place = `«${outline[wrong]!.title}» (${wrong + 1}-й из ${outline.length})`;
  return [
    {
      rule: "outline",
      slide,
      what: slide ? `здесь по плану ${place}` : `нет слайда ${place}`,
    },
  ];
}

/** What the speaker needs on every slide and does not find in its note. */
function missingIn(note: string): string[] {
  return [
    ...(/^⏱ \d+(,\d+)? мин/.test(note) ? [] : ["«⏱ … мин.» в начале"]),
    ...["Вопрос залу", "Типичная ошибка"].filter(
      (part) => !note.includes(part),
    ),
  ];
}

/** Counts diagrams and pictures: those drawn here and those of files. */
function drawingsIn(markdown: string): number {
  return (
    markdown.match(
      /^```mermaid\b|<(Flowchart|Diagram|img)\b|!\[[^\]]*\]\(/gm,
    ) ?? []
  ).length;
}
