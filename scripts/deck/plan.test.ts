import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { planned } from "../../slides/lecture/plan.ts";
import { readSteps, root } from "../course/steps.ts";
import { readSlides } from "./deck.ts";

const slides = await readSlides({ folder: join(root, "slides"), root });
const steps = readSteps();

/** The slide on which a lab's task stands. */
const labSlide = (id: string) =>
  slides.find(({ alias }) => alias === `lab-${id}`)!;

describe("план лекции", () => {
  test("минуты в заметках складываются в 90", () => {
    const sum = slides.reduce((sum, { note }) => sum + planned(note), 0);
    expect(sum).toBe(90);
  });

  test.each(slides.map(({ no, title, note }) => [no, title, note]))(
    "слайд %i «%s»: минуты, вопрос и типичная ошибка",
    (_no, _title, note) => {
      expect(note).toMatch(/^⏱ \d+(,\d+)? мин/);
      expect(note).toMatch(/Вопрос залу/);
      expect(note).toMatch(/Типичная ошибка/);
    },
  );

  test.each(steps)(
    "$id: в заметке столько же минут, сколько в step.json",
    ({ id, inClass, minutes }) => {
      const { note } = labSlide(id);
      expect(planned(note)).toBe(inClass ? minutes : 0);
      expect(note).toContain(inClass ? "в классе" : `дома — ${minutes}`);
    },
  );
});
