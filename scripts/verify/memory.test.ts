import { join } from "node:path";
import { expect, test } from "vitest";
import { runningCourse } from "../testing/running-course.ts";
import { Memory } from "./memory.ts";

test("what went well is not repeated until one of its files changes", async () => {
  const course = runningCourse();
  const verified = async () => {
    const memory = new Memory(join(course.root, ".verify", "runs"));
    const findings = await course.findings(["bauth02"], { memory });
    return { findings: findings.length, remembered: memory.used };
  };
  expect(await verified()).toEqual({ findings: 0, remembered: 0 });
  // The lab, the solution and the wrong answer.
  expect(await verified()).toEqual({ findings: 0, remembered: 3 });

  course.writeWrong(
    "bauth02",
    "too-much",
    "export const answer = (): number => 2 + 0;\n",
  );
  expect(await verified()).toEqual({ findings: 1, remembered: 2 });
  // What went wrong is looked at again.
  expect(await verified()).toEqual({ findings: 1, remembered: 2 });
});
