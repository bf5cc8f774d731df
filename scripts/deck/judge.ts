import { untestedCode } from "./code.ts";
import type { Box, Facts } from "./facts.ts";
import type { Rule, Violation } from "./rules.ts";

/** What a slide should be, besides what is asked of all. */
export type Expected = {
  title: string;
  /** The line above the title, where there is one. */
  topic: string | undefined;
  /** The lab whose badge it wears. */
  lab: string | undefined;
  /** Diagrams and pictures in its Markdown. */
  drawings: number;
};

/** Smallest sizes that the last row can read, at canvas width 800. */
const smallest = { text: 16, code: 14 };

/**
 * Judges one moment of a slide.
 *
 * @param sources of tested code, from `testedSources`
 * @returns what is wrong, in Russian
 */
export function judge(
  facts: Facts,
  expected: Expected,
  sources: string[],
): Violation[] {
  const wrong: Partial<Record<Rule, string[]>> = {
    outline: title(facts, expected),
    fits: outside(facts),
    footer: onFooter(facts),
    clipped: clipped(facts),
    size: tooSmall(facts),
    pictures: pictures(facts, expected),
    code: untestedCode(facts, sources),
    links: badge(facts, expected),
  };
  return Object.entries(wrong).flatMap(([rule, all]) =>
    all.map((what) => ({ rule: rule as Rule, what })),
  );
}

function title(facts: Facts, { title, topic }: Expected): string[] {
  if (topic && !facts.texts.some(({ text }) => text === topic))
    return [`над заголовком нет «${topic}»: layout его не показывает`];
  if (facts.title === title) return [];
  return facts.title === ""
    ? ["на слайде нет заголовка h1"]
    : [`на экране заголовок «${facts.title}», а в Markdown — «${title}»`];
}

function badge({ links }: Facts, { lab }: Expected): string[] {
  if (!lab || links.some(({ text }) => text.includes(lab))) return [];
  return [`нет значка-ссылки «${lab}»`];
}

function outside({ canvas, texts, things }: Facts): string[] {
  const named = [
    ...texts.map(({ text, box }) => ({ name: `«${text}»`, box })),
    ...things,
  ];
  return farthest(
    named.flatMap(({ name, box }) => {
      const by = Math.max(
        canvas.left - box.left,
        canvas.top - box.top,
        box.right - canvas.right,
        box.bottom - canvas.bottom,
      );
      return by > 1 ? [{ name, by }] : [];
    }),
    (name, by) => `${name} выходит за край на ${by} px`,
  );
}

/** Text, pictures and code may not reach into the footer's line. */
function onFooter({ texts, things }: Facts): string[] {
  const footer = texts.filter(({ inFooter }) => inFooter);
  const line = Math.min(...footer.map(({ box }) => box.top));
  const content = [
    ...texts.map((text) => ({ ...text, name: `«${text.text}»` })),
    ...things.filter(({ name }) => /^(img|svg|pre|button)\b/.test(name)),
  ].filter(({ inFooter }) => !inFooter);
  return farthest(
    content.flatMap(({ name, box }) =>
      box.bottom - line > 1 ? [{ name, by: box.bottom - line }] : [],
    ),
    (name, by) => `${name} заходит на колонтитул на ${by} px`,
  );
}

function clipped({ clipped }: Facts): string[] {
  return clipped.map(
    ({ name, by }) => `${name}: скрыто ${Math.ceil(by)} px`,
  );
}

function tooSmall({ texts }: Facts): string[] {
  const small = texts.filter(
    ({ size, isCode }) =>
      size < (isCode ? smallest.code : smallest.text) - 0.05,
  );
  const sizes = Map.groupBy(
    small,
    ({ size, isCode }) => `${isCode ? "код" : "текст"} ${size.toFixed(1)}`,
  );
  return Array.from(
    sizes,
    ([kind, [first]]) =>
      `${kind} px (нужно ${first!.isCode ? smallest.code : smallest.text}): «${first!.text.slice(0, 40)}»`,
  );
}

function pictures(
  { images, drawings, things }: Facts,
  expected: Expected,
): string[] {
  const big = things.filter(
    ({ name, box }) => /^(svg|img)\b/.test(name) && area(box) > 8000,
  );
  return [
    ...images
      .filter(({ isLoaded }) => !isLoaded)
      .map(({ source }) => `картинка не загрузилась: ${source}`),
    ...drawings
      .filter(({ isDrawn }) => !isDrawn)
      .map(({ name }) => `рисунок пуст: ${name}`),
    ...drawings
      .filter(({ hasText }) => !hasText)
      .map(({ name }) => `у рисунка нет текстовой замены: ${name}`),
    ...(big.length < expected.drawings
      ? [
          `рисунков на слайде ${big.length}, а в Markdown ${expected.drawings}`,
        ]
      : []),
  ];
}

/** Only the worst: what sticks out takes all that surrounds it along. */
function farthest(
  all: { name: string; by: number }[],
  say: (name: string, by: number) => string,
): string[] {
  const [worst] = all.toSorted((a, b) => b.by - a.by);
  return worst ? [say(worst.name, Math.ceil(worst.by))] : [];
}

function area({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}
