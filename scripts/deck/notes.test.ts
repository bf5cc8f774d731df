import { expect, test } from "vitest";
import type { Slide } from "./deck.ts";
import { noteViolations } from "./notes.ts";
import { termViolations } from "./terms.ts";

const slide = (changed: Partial<Slide>) =>
  ({ no: 1, title: "T", markdown: "", note: "", ...changed }) as Slide;

function said(changed: Partial<Slide>): string[] {
  return noteViolations({
    slides: [slide(changed)],
    minutes: undefined,
  }).map(({ what }) => what);
}

const words = (count: number) => "слово ".repeat(count);

test("a note says how long, and what people get wrong", () => {
  expect(said({ note: "⏱ 1 мин. Типичная ошибка: нет." })).toEqual([]);
  expect(said({ note: "Слово." })).toEqual([
    expect.stringMatching(/⏱.*Типичная ошибка/),
  ]);
  expect(said({ note: "⏱ 0 мин. В лекцию не входит." })).toEqual([]);
});

test("a note that takes longer than its minutes is named, models too", () => {
  const note = `⏱ 1 мин. Типичная ошибка: ${words(100)}`;
  expect(said({ note })).toEqual([]);
  expect(said({ note: `${note}\n\nВопрос залу: да?` })).toEqual([
    expect.stringContaining("займут 1.7"),
  ]);
  expect(said({ note, markdown: "<StolenSession />" })).toHaveLength(1);
  // Its time goes into the lab.
  expect(said({ note: `${note} ${words(200)}`, layout: "lab" })).toEqual(
    [],
  );
});

test("minutes add up to the lecture's", () => {
  const slides = [slide({ note: "⏱ 1 мин. Типичная ошибка: нет." })];
  expect(noteViolations({ slides, minutes: 1 })).toEqual([]);
  expect(noteViolations({ slides, minutes: 90 })).toMatchObject([
    { what: expect.stringContaining("90") as string },
  ]);
});

test("a session is called сессия, except in titles, code and sources", () => {
  const said = (markdown: string, note = "") =>
    termViolations({
      slides: [slide({ markdown, note })],
      minutes: undefined,
    }).map(({ what }) => what);
  expect(
    said(
      "# Session vs JWT\n\n`session` <Session />\n\n```ts\nsession\n```",
      "Это session fixation.\n\nИсточник: Session Management.",
    ),
  ).toEqual([]);
  expect(said("Истёкшая session недействительна")).toEqual([
    expect.stringContaining("Истёкшая session"),
  ]);
  expect(said("", "живая session")).toHaveLength(1);
});
