import type { Check, Finding } from "../report/finding.ts";
import type { Slide } from "./deck.ts";
import type { Scheme } from "./presentation.ts";

/** What a deck is held against, with its name in Russian. */
const rules = {
  build: "сборка",
  outline: "план лекции",
  notes: "заметки",
  terms: "термины",
  links: "ссылки",
  code: "код из решений",
  fits: "слайд помещается",
  footer: "место колонтитула",
  clipped: "ничего не обрезано",
  size: "размер букв",
  pictures: "рисунки",
  console: "сообщения браузера",
  network: "запросы",
  language: "язык страницы",
  accessible: "доступность",
  models: "модели на слайде",
};

export type Rule = keyof typeof rules;

/** What is asked of the lecture as a whole. */
const ofLecture: Rule[] = [
  "build",
  "outline",
  "notes",
  "links",
  "language",
];

/** What is asked of it only, and not of each slide. */
const ofLectureOnly: Rule[] = ["build", "language"];

/** What the text alone decides, without a browser. */
const ofText: Rule[] = ["build", "outline", "notes", "terms", "links"];

/** The colour schemes, in Russian. */
export const schemeNames: Record<Scheme, string> = {
  light: "светлая тема",
  dark: "тёмная тема",
};

/** Something that a deck does against a rule. */
export type Violation = {
  rule: Rule;
  /** undefined when it is about the whole lecture. */
  slide?: Slide | undefined;
  /** In Russian. */
  what: string;
  /** When a browser showed it; undefined when it was read. */
  moment?: { scheme: Scheme; clicks: number };
};

/**
 * Every slide and the whole lecture, held against every rule.
 *
 * @param isShown whether a browser has shown the slides; otherwise only the
 *   rules for their text are asked
 */
export function checksOf(
  slides: Slide[],
  violations: Violation[],
  isShown: boolean,
): Check[] {
  const places = [undefined, ...slides];
  return places.flatMap((slide) =>
    (Object.keys(rules) as Rule[])
      .filter((rule) => isShown || ofText.includes(rule))
      .filter((rule) =>
        slide ? !ofLectureOnly.includes(rule) : ofLecture.includes(rule),
      )
      .map((rule) => ({
        rule: rules[rule],
        subject: placeOf(slide),
        findings: findingsOf(
          violations.filter(
            (violation) =>
              violation.rule === rule && violation.slide === slide,
          ),
        ),
      })),
  );
}

/** The same thing at another click or in the other scheme is one finding. */
function findingsOf(violations: Violation[]): Finding[] {
  const alike = Map.groupBy(violations, ({ what }) => what);
  return Array.from(alike, ([what, [first, ...others]]) => ({
    rule: rules[first!.rule],
    places: [placeOf(first!.slide)],
    what: what + momentsOf([first!, ...others]),
  }));
}

/** Names a slide and where its author finds it. */
function placeOf(slide: Slide | undefined): string {
  if (!slide) return "вся лекция";
  const { no, title, file, line } = slide;
  return `слайд ${no} «${title}» — ${file}:${line}`;
}

/** Such as " (тёмная тема, щелчки 2, 3)"; empty where it is always so. */
function momentsOf(violations: Violation[]): string {
  const moments = violations.flatMap(({ moment }) => moment ?? []);
  const schemes = new Set(moments.map(({ scheme }) => scheme));
  const clicks = [...new Set(moments.map(({ clicks }) => clicks))].sort(
    (a, b) => a - b,
  );
  const [scheme] = schemes;
  const parts = [
    ...(scheme && schemes.size === 1 ? [schemeNames[scheme]] : []),
    ...(Math.max(...clicks) > 0
      ? [`${clicks.length > 1 ? "щелчки" : "щелчок"} ${clicks.join(", ")}`]
      : []),
  ];
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}
