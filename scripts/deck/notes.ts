import { needed, planned } from "../../slides/lecture/plan.ts";
import type { Deck, Slide } from "./deck.ts";
import type { Violation } from "./rules.ts";

/** Slides with something to try: the room guesses first. */
const model = /<(Revocation|ScriptReads|CrossSiteRequest|StolenSession) /;

/** Minutes are planned in halves. */
const rounding = 0.25;

/** Finds what is wrong with the speaker's notes: their parts and their time. */
export function noteViolations({ slides, minutes }: Deck): Violation[] {
  const sum = slides.reduce((sum, { note }) => sum + planned(note), 0);
  return [
    ...(minutes !== undefined && sum !== minutes
      ? [
          {
            rule: "notes" as const,
            what: `минуты в заметках складываются в ${sum}, а duration в slides.md — ${minutes}`,
          },
        ]
      : []),
    ...slides.flatMap((slide) =>
      problemsOf(slide).map((what) => ({
        rule: "notes" as const,
        slide,
        what,
      })),
    ),
  ];
}

function problemsOf({ note, markdown, layout }: Slide): string[] {
  const missing = [
    ...(/^⏱ \d+(,\d+)? мин/.test(note) ? [] : ["«⏱ … мин.» в начале"]),
    // A slide outside of the lecture's time is not spoken about.
    ...(note.startsWith("⏱ 0 ") || note.includes("Типичная ошибка")
      ? []
      : ["«Типичная ошибка»"]),
  ];
  const needs = needed(note, model.test(markdown));
  const isShort =
    layout !== "lab" &&
    !note.startsWith("⏱ 0 ") &&
    planned(note) < needs - rounding;
  return [
    ...(missing.length > 0
      ? [
          `в заметке докладчика (<!-- … --> в конце слайда) нет: ${missing.join(", ")}`,
        ]
      : []),
    ...(isShort
      ? [
          `${planned(note)} мин мало: слова, щелчки и вопросы заметки займут ${needs.toFixed(1)}`,
        ]
      : []),
  ];
}
