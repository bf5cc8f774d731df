import { join } from "node:path";
import { expect, test } from "vitest";
import { smallCourse } from "../testing/small-course.ts";
import { RunCache } from "./run-cache.ts";

test("what went well is not repeated until one of its inputs changes", async () => {
  const course = smallCourse();
  const files = new Map([["a", join(course.root, "a")]]);
  let runs = 0;
  const run = async (content: string, outcome: string, kind = "tests") => {
    course.write("a", content);
    // A new one each time, as in another process.
    const cache = RunCache.of(course.root);
    const found = await cache.outcome(
      files,
      [kind],
      async () => `${outcome} ${(runs += 1)}`,
      (made) => made.startsWith("good"),
    );
    return `${found}, used ${cache.used}`;
  };

  expect(await run("1", "good")).toBe("good 1, used 0");
  expect(await run("1", "good")).toBe("good 1, used 1");
  expect(await run("1", "good", "types")).toBe("good 2, used 0");
  expect(await run("2", "bad")).toBe("bad 3, used 0");
  // What went wrong is looked at again.
  expect(await run("2", "good")).toBe("good 4, used 0");
  expect(await run("1", "good")).toBe("good 1, used 1");
});

test("without a folder every run is repeated", async () => {
  const cache = new RunCache();
  let runs = 0;
  const run = () =>
    cache.outcome(
      new Map(),
      [],
      async () => (runs += 1),
      () => true,
    );
  expect([await run(), await run()]).toEqual([1, 2]);
});
