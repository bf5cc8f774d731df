import { expect, test } from "vitest";
import { compose } from "../compose/compose.ts";
import { RunCache } from "../process/run-cache.ts";
import { runningCourse } from "../testing/running-course.ts";
import { readCourse } from "../verify/course.ts";
import { readScore } from "../verify/mutation-score.ts";
import { Runners } from "../verify/runners.ts";
import { measure } from "./measure.ts";

test("tests, types and earlier tests notice changes; the rest is written down", async () => {
  const course = runningCourse();
  // The tests ask for the number alone.
  course.write(
    "course/bauth02/solution/src/bauth02.ts",
    "export const answer = (): number => 2;\nexport const extra: number = 5;\nexport const flag: true = true;\n",
  );
  compose(course.root, { from: "course" });
  const { sandbox } = course;
  const runners = new Runners(sandbox.folder);
  const cache = RunCache.of(course.root);
  const measured = async () => {
    const read = readCourse({ sandbox, runners, cache, database: "" });
    return measure(read, read.steps[1]!, () => {});
  };
  const places = [
    "bauth02 src/bauth02.ts:2  5 → 6",
    "bauth02 src/bauth02.ts:2  5 → 5000",
  ];
  try {
    expect(await measured()).toEqual(places);
    expect(cache.used).toBe(0);

    const file = "course/bauth02/mutants.json";
    course.write(
      file,
      course.read(file).replace('"reason": ""', '"reason": "Unused."'),
    );
    expect(await measured()).toEqual([places[1]]);
    expect(cache.used).toBeGreaterThan(0);
    expect(readScore(course.root, "bauth02")).toMatchObject({
      mutants: 5,
      survivors: [{ reason: "Unused." }, { reason: "" }],
    });
  } finally {
    await runners.close();
  }
});
