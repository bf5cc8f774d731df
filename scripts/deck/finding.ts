import type { Scheme } from "./presentation.ts";

/** What is asked of every slide, with its name in Russian. */
export const rules = {
  build: "сборка",
  outline: "план лекции",
  notes: "заметки",
  source: "код из решений",
  code: "код на слайде",
  fits: "слайд помещается",
  footer: "место колонтитула",
  clipped: "ничего не обрезано",
  size: "размер букв",
  pictures: "рисунки",
  links: "ссылки",
  console: "сообщения браузера",
  network: "запросы",
  language: "язык страницы",
  accessible: "доступность",
  models: "модели на слайде",
} as const;

export type Rule = keyof typeof rules;

/** The rules that a slide's text alone decides, without a browser. */
const read: Rule[] = ["build", "outline", "notes", "source", "links"];

/** The colour schemes, in Russian. */
export const schemeNames: Record<Scheme, string> = {
  light: "светлая тема",
  dark: "тёмная тема",
};

/** A slide, and where its author finds it. */
type Place = { no: number; title: string; file: string; line: number };

/** One thing that is wrong. Texts are Russian: the author reads them. */
export type Finding = {
  rule: Rule;
  /** undefined when it is about the whole deck. */
  slide?: Place;
  what: string;
  /** The moments at which a browser showed it; none when it was read. */
  when?: { scheme: Scheme; clicks: number }[];
};

/** The outcome of a check, as `--json` writes it. */
export type Report = {
  /** Rules that a slide keeps, over all slides. */
  passed: number;
  failed: number;
  findings: Finding[];
};

/**
 * Sums up: every slide is held against every rule, and what is about the whole
 * deck counts once for each rule that it breaks.
 *
 * @param inBrowser whether the slides were shown, and so held against all rules
 */
export function reportOf(
  slides: number,
  findings: Finding[],
  inBrowser = true,
): Report {
  const broken = new Set(
    findings.map(({ rule, slide }) => `${rule} ${slide?.no ?? "deck"}`),
  );
  const asked =
    (slides + 1) * (inBrowser ? Object.keys(rules) : read).length;
  return {
    passed: asked - broken.size,
    failed: broken.size,
    findings: findings.map(({ slide, ...finding }) =>
      slide ? { ...finding, slide: placeOf(slide) } : finding,
    ),
  };
}

/** What a reader of the report needs: not the whole text of the slide. */
function placeOf({ no, title, file, line }: Place): Place {
  return { no, title, file, line };
}

/** So many slides break a rule in the same way that they have one cause. */
const common = 5;

/**
 * Findings for the terminal: those of a slide together, and what is the same
 * on many slides only once.
 */
export function printed(findings: Finding[]): string {
  const alike = Map.groupBy(
    findings,
    ({ rule, what }) => `${rule}\n${what}`,
  );
  const groups = [...alike.values()];
  const many = groups.filter((same) => same.length >= common);
  const few = groups.filter((same) => same.length < common).flat();
  const bySlide = Map.groupBy(few, ({ slide }) => slide?.no ?? 0);
  return [
    ...many.map((same) =>
      [
        `Слайды ${same.map(({ slide }) => slide?.no).join(", ")}`,
        line({ ...same[0]!, when: [] }),
      ].join("\n"),
    ),
    ...[...bySlide]
      .sort(([a], [b]) => a - b)
      .map(([, all]) => [headline(all[0]!), ...all.map(line)].join("\n")),
  ].join("\n\n");
}

function line({ rule, what, when = [] }: Finding): string {
  return `  ✘ ${rules[rule]}: ${what.replaceAll("\n", "\n    ")}${momentsOf(when)}`;
}

function headline({ slide }: Finding): string {
  if (!slide) return "Вся лекция";
  const { no, title, file, line } = slide;
  return `Слайд ${no} «${title}» — ${file}:${line}`;
}

/** Such as " (тёмная тема, щелчки 2, 3)"; empty where it is always so. */
function momentsOf(when: Finding["when"] & object): string {
  const schemes = new Set(when.map(({ scheme }) => scheme));
  const clicks = new Set(when.map(({ clicks }) => clicks));
  const [scheme] = schemes;
  const parts = [
    ...(scheme && schemes.size === 1 ? [schemeNames[scheme]] : []),
    ...(Math.max(...clicks) > 0
      ? [
          `${clicks.size > 1 ? "щелчки" : "щелчок"} ${[...clicks].sort((a, b) => a - b).join(", ")}`,
        ]
      : []),
  ];
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

/**
 * The same thing found again at another click or in the other scheme is one
 * finding, with all its moments.
 */
export function merged(findings: Finding[]): Finding[] {
  const groups = Map.groupBy(
    findings,
    ({ rule, slide, what }) => `${rule}\n${slide?.no}\n${what}`,
  );
  return Array.from(groups.values(), (same) => {
    const when = same.flatMap(({ when }) => when ?? []);
    const [first] = same;
    return when.length === 0 ? first! : { ...first!, when };
  });
}
