import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../course/steps.ts";
import type { Deck, Slide } from "./deck.ts";
import type { Finding } from "./finding.ts";
import type { Expected } from "./judge.ts";
import type { OutlineSlide } from "./outline.ts";
import { codeOf, solutionTexts } from "./tested-code.ts";

/** A deck, and what it is held against. */
export type Subject = Deck & {
  outline: OutlineSlide[];
  steps: Step[];
  /** "owner/name" on GitHub, where the course has one. */
  repository: string | undefined;
};

/**
 * Checks what can be told from the Markdown alone.
 *
 * @returns what is wrong, and what each slide must show in the browser
 */
export function readDeck(
  slides: Slide[],
  subject: Subject,
): { findings: Finding[]; expected: Expected[] } {
  const solutions = solutionTexts(subject.root);
  const codes = slides.map((slide) => codeOf(slide, subject, solutions));
  return {
    findings: [
      ...outlineFindings(slides, subject.outline),
      ...noteFindings(slides),
      ...labFindings(slides, subject),
      ...codes.flatMap(({ problems }, index) =>
        problems.map((what): Finding => ({
          rule: "source",
          slide: slides[index]!,
          what,
        })),
      ),
    ],
    expected: slides.map((slide, index) => ({
      title: slide.title,
      lab: labOf(slide, slides, subject.outline),
      code: codes[index]!.shown,
      frames: codes[index]!.frames,
      drawings: drawingsIn(slide.markdown),
    })),
  };
}

/**
 * Holds the slides against the outline: the titles, their order, the badges.
 * Slides that follow one another under the same title are one of the outline;
 * one that opens a part of the lecture may stand beside them.
 */
export function outlineFindings(
  slides: Slide[],
  outline: OutlineSlide[],
): Finding[] {
  const findings: Finding[] = [];
  const titles = new Set(outline.map(({ title }) => title));
  const parts = slides
    .filter(({ isSection, title }) => !isSection || titles.has(title))
    .filter(({ title }, index, all) => title !== all[index - 1]?.title);
  for (const [index, { title }] of outline.entries()) {
    const slide = parts[index];
    if (slide?.title === title) continue;
    findings.push({
      rule: "outline",
      ...(slide ? { slide } : {}),
      what: slide
        ? `здесь по плану «${title}» (${index + 1}-й из ${outline.length})`
        : `нет слайда «${title}» (${index + 1}-й из ${outline.length})`,
    });
    // All that follows would be off by one too.
    return findings;
  }
  return parts.slice(outline.length).map((slide) => ({
    rule: "outline",
    slide,
    what: "в плане лекции такого слайда нет",
  }));
}

/** Every slide has something for the speaker to read. */
export function noteFindings(slides: Slide[]): Finding[] {
  return slides
    .filter(({ note }) => note === "")
    .map((slide) => ({
      rule: "notes",
      slide,
      what: "нет заметок докладчика: комментарий <!-- … --> в конце слайда",
    }));
}

/** Every lab has its folder, and a slide whose title its step.json names. */
export function labFindings(
  slides: Slide[],
  { steps, root }: Subject,
): Finding[] {
  return steps.flatMap(({ id, slide }) => [
    ...(existsSync(join(root, "labs", id))
      ? []
      : [finding(`нет папки labs/${id}: pnpm compose`)]),
    ...(slides.some(({ title }) => title === slide)
      ? []
      : [
          finding(
            `course/${id}/step.json называет слайд «${slide}», которого нет`,
          ),
        ]),
  ]);
}

function finding(what: string): Finding {
  return { rule: "links", what };
}

/**
 * The lab whose badge a slide has to wear: that of its title in the outline,
 * on the first of the slides with that title.
 */
function labOf(
  { no, title }: Slide,
  slides: Slide[],
  outline: OutlineSlide[],
): string | undefined {
  if (slides[no - 2]?.title === title) return undefined;
  return outline.find((slide) => slide.title === title)?.lab;
}

/** Counts diagrams and pictures: those drawn here and those of files. */
function drawingsIn(markdown: string): number {
  return (
    markdown.match(
      /^```mermaid\b|<(Flowchart|Diagram|img)\b|!\[[^\]]*\]\(/gm,
    ) ?? []
  ).length;
}
