import { expect, test } from "vitest";
import { merged, printed, reportOf, type Finding } from "./finding.ts";

function slide(no: number) {
  return { no, title: `S${no}`, file: "slides/pages/1.md", line: 10 * no };
}

const twice: Finding[] = [
  {
    rule: "fits",
    slide: slide(2),
    what: "широко",
    when: [{ scheme: "dark", clicks: 3 }],
  },
  {
    rule: "fits",
    slide: slide(2),
    what: "широко",
    when: [{ scheme: "dark", clicks: 2 }],
  },
];

test("a slide is named with its title and the place to edit", () => {
  expect(printed(merged(twice))).toBe(
    "Слайд 2 «S2» — slides/pages/1.md:20\n" +
      "  ✘ слайд помещается: широко (тёмная тема, щелчки 2, 3)",
  );
});

test("what is the same on many slides is said once", () => {
  const many = [1, 2, 3, 4, 5].map((no): Finding => ({
    rule: "size",
    slide: slide(no),
    what: "мелко",
  }));
  expect(printed(many)).toBe(
    "Слайды 1, 2, 3, 4, 5\n  ✘ размер букв: мелко",
  );
});

test("a rule that a slide breaks twice counts once, and so does the deck", () => {
  const { passed, failed } = reportOf(3, [
    ...merged(twice),
    { rule: "fits", slide: slide(2), what: "высоко" },
    { rule: "language", what: "en" },
  ]);
  expect(failed).toBe(2);
  expect((passed + failed) % 4).toBe(0);
});
