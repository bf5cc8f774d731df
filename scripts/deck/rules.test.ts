import { expect, test } from "vitest";
import { printed, reportOf } from "../report/finding.ts";
import type { Slide } from "./deck.ts";
import { checksOf, type Violation } from "./rules.ts";

const slides = [1, 2].map((no) => ({
  no,
  title: `S${no}`,
  file: "slides/pages/1.md",
  line: 10 * no,
})) as Slide[];

const wide = (clicks: number): Violation => ({
  rule: "fits",
  slide: slides[1],
  what: "широко",
  moment: { scheme: "dark", clicks },
});

test("a slide is named with its title, the place to edit and the clicks", () => {
  const { failed, findings } = reportOf(
    checksOf(slides, [wide(3), wide(2)], true),
  );
  expect(failed).toBe(1);
  expect(printed(findings)).toBe(
    "слайд 2 «S2» — slides/pages/1.md:20\n" +
      "  ✘ слайд помещается: широко (тёмная тема, щелчки 2, 3)",
  );
});

test("a rule that a slide breaks twice counts once, and so does the lecture", () => {
  const { passed, failed } = reportOf(
    checksOf(
      slides,
      [
        wide(1),
        { ...wide(1), what: "высоко" },
        { rule: "language", what: "en" },
      ],
      true,
    ),
  );
  expect(failed).toBe(2);
  expect(passed).toBe(2 * 14 + 5 - failed);
});
