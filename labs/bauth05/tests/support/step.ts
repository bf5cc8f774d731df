import { readFileSync } from "node:fs";
import type { TestModule } from "vitest/node";

/** The facts of a step that a report needs; they stand in tests/bauthNN.json. */
export type Step = {
  id: string;
  title: string;
  goal: string;
  slide: string;
};

/** The step whose tests a file holds. */
export function stepOf(file: TestModule): Step {
  const facts = file.moduleId.replace(/\.test\.ts$/, ".json");
  return JSON.parse(readFileSync(facts, "utf8")) as Step;
}
