import { existsSync } from "node:fs";
import { join } from "node:path";
import { planned } from "../../slides/lecture/plan.ts";
import type { Step } from "../course/steps.ts";
import type { Deck, Folders, Slide } from "./deck.ts";
import type { Expected } from "./judge.ts";
import type { OutlineSlide } from "./outline.ts";
import type { Violation } from "./rules.ts";

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
  return [
    ...outlineViolations(slides, outline),
    ...lengthViolations(slides, minutes),
    ...slides.flatMap(noteViolations),
    ...steps.flatMap((step) => [
      ...folderViolations(step, root),
      ...labViolations(step, slides, outline),
    ]),
  ];
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

/** The minutes in the notes add up to what the deck says of itself. */
function lengthViolations(
  slides: Slide[],
  minutes: number | undefined,
): Violation[] {
  const sum = slides.reduce((sum, { note }) => sum + planned(note), 0);
  if (minutes === undefined || sum === minutes) return [];
  return [
    {
      rule: "notes",
      what: `минуты в заметках складываются в ${sum}, а duration в slides.md — ${minutes}`,
    },
  ];
}

/** Every slide has its minutes and something for the speaker to say. */
function noteViolations(slide: Slide): Violation[] {
  const { note } = slide;
  const missing = [
    ...(/^⏱ \d+(,\d+)? мин/.test(note) ? [] : ["«⏱ … мин.» в начале"]),
    ...["Вопрос залу", "Типичная ошибка"].filter(
      (part) => !note.includes(part),
    ),
  ];
  if (missing.length === 0) return [];
  return [
    {
      rule: "notes",
      slide,
      what: note
        ? `в заметке докладчика нет: ${missing.join(", ")}`
        : "нет заметки докладчика: комментария <!-- … --> в конце слайда",
    },
  ];
}

function folderViolations({ id }: Step, root: string): Violation[] {
  return existsSync(join(root, "labs", id))
    ? []
    : [{ rule: "links", what: `нет папки labs/${id}: pnpm compose` }];
}

/** A lab stands in the outline and on a slide, whose note plans its minutes. */
function labViolations(
  { id, slide: title, inClass, minutes }: Step,
  slides: Slide[],
  outline: OutlineSlide[],
): Violation[] {
  const alias = `lab-${id}`;
  const slide = slides.find((slide) => slide.alias === alias);
  const { note } = slide ?? {};
  const isPlanned =
    planned(note) === (inClass ? minutes : 0) &&
    note?.includes(inClass ? "в классе" : `дома — ${minutes}`);
  return [
    ...(outline.some((slide) => slide.title === title && slide.lab === id)
      ? []
      : [
          {
            rule: "outline",
            what: `course/${id}/step.json называет слайд «${title}», а в course/outline.md нет «${title} · ${id}»`,
          } as const,
        ]),
    ...(slide
      ? []
      : [
          {
            rule: "links",
            what: `нет слайда с заданием ${id}: routeAlias: ${alias}`,
          } as const,
        ]),
    ...(!slide || isPlanned
      ? []
      : [
          {
            rule: "notes",
            slide,
            what: `в заметке не те минуты, что в course/${id}/step.json: ${minutes} ${inClass ? "в классе" : "дома"}`,
          } as const,
        ]),
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
