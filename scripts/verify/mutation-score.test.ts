import { expect, test } from "vitest";
import { filesOf } from "../course/files.ts";
import { readSteps } from "../course/steps.ts";
import { smallCourse } from "../testing/small-course.ts";
import { scoreCheck, scoreHash, type Survivor } from "./mutation-score.ts";

const survivor: Survivor = {
  file: "src/bauth01.ts",
  line: 1,
  before: "a",
  after: "",
  reason: "It is the default.",
};

/** A course of which one step has a score; reads it again. */
function scored(survivors: Survivor[]) {
  const course = smallCourse();
  const { root, write } = course;
  write("solutions/bauth01/src/bauth01.ts", "a");
  write("solutions/bauth01/tests/bauth01.test.ts", "b");
  const step = readSteps(root)[0]!;
  const solution = () => filesOf(root, "solutions/bauth01");
  const hash = scoreHash(step, solution());
  write(
    "course/bauth01/mutants.json",
    JSON.stringify({ hash, mutants: 3, survivors }),
  );
  return { course, check: () => scoreCheck(root, step, solution()) };
}

test("the score is told, and every survivor needs a reason", () => {
  const { findings, note } = scored([survivor]).check();
  expect(findings).toEqual([]);
  expect(note).toContain("2 из 3 (66 %)");

  expect(
    scored([{ ...survivor, reason: "" }]).check().findings,
  ).toMatchObject([
    { what: "тесты не замечают: src/bauth01.ts:1, «a» → «»" },
  ]);
});

test.each(["src/bauth01.ts", "tests/bauth01.test.ts"])(
  "a change of %s asks for a new score",
  (path) => {
    const { course, check } = scored([]);
    course.write(`solutions/bauth01/${path}`, "c");
    expect(check().findings).toMatchObject([
      { todo: "Выполните `pnpm mutants bauth01`." },
    ]);
  },
);

test("a step without a score has to get one", () => {
  const { course, check } = scored([]);
  course.remove("course/bauth01/mutants.json");
  expect(check()).toMatchObject({ findings: [{}] });
  course.write("course/bauth01/mutants.json", '{ "hash": "" }');
  expect(check()).toMatchObject({ findings: [{}] });
});
