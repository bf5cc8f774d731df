import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Files } from "../course/files.ts";
import { fingerprint } from "../course/fingerprint.ts";
import type { Step } from "../course/steps.ts";
import type { Check } from "../report/finding.ts";
import { testFile } from "./test-run.ts";
import { checked, type Verdict } from "./verdict.ts";

/** A small change of a solution that no test notices. */
const survivorSchema = z.strictObject({
  file: z.string(),
  line: z.number(),
  before: z.string(),
  after: z.string(),
  /** Why it changes nothing that matters, in English. */
  reason: z.string(),
});

/** What `pnpm mutants` found out about a step's tests. */
const scoreSchema = z.strictObject({
  /** Of the files that were changed, and the tests. */
  hash: z.string(),
  mutants: z.number(),
  survivors: z.array(survivorSchema),
});

export type Survivor = z.infer<typeof survivorSchema>;
export type Score = z.infer<typeof scoreSchema>;

/** Where a step's score stands, from the root of the course. */
export function scoreFile(step: string): string {
  return `course/${step}/mutants.json`;
}

/** The score of a step; undefined while there is none. */
export function readScore(root: string, step: string): Score | undefined {
  const file = join(root, scoreFile(step));
  if (!existsSync(file)) return undefined;
  return scoreSchema.safeParse(JSON.parse(readFileSync(file, "utf8")))
    .data;
}

/**
 * Changes with every file that mutation changes, and with the step's tests.
 *
 * @param solution files of the step's solution
 */
export function scoreHash({ id, files }: Step, solution: Files): string {
  const read = [...files, testFile(id)].filter((path) =>
    solution.has(path),
  );
  return fingerprint(
    new Map(read.map((path) => [path, solution.get(path)!])),
  );
}

/**
 * Whether a step's score is of its present files, and every survivor has a
 * reason; says the score.
 *
 * @param root folder of the course
 * @param solution files of the step's solution
 */
export function scoreCheck(
  root: string,
  step: Step,
  solution: Files,
): Check {
  const score = readScore(root, step.id);
  const check = checked(
    "мутанты",
    scoreFile(step.id),
    scoreProblems(score, step, solution),
  );
  if (!score) return check;
  const { mutants, survivors } = score;
  const killed = mutants - survivors.length;
  const percent = Math.floor((killed / Math.max(mutants, 1)) * 100);
  return {
    ...check,
    note: `замечено мутантов ${killed} из ${mutants} (${percent} %), остальные объяснены`,
  };
}

function scoreProblems(
  score: Score | undefined,
  step: Step,
  solution: Files,
): Verdict {
  const todo = `Выполните \`pnpm mutants ${step.id}\`.`;
  if (!score) return [{ what: "файла нет, или он не читается", todo }];
  if (score.hash !== scoreHash(step, solution))
    return [{ what: "решение или тесты с тех пор изменились", todo }];
  return score.survivors
    .filter(({ reason }) => reason.trim() === "")
    .map(({ file, line, before, after }) => ({
      what: `тесты не замечают: ${file}:${line}, «${before}» → «${after}»`,
      todo: `Сделайте тесты зорче (course/${step.id}/tests/) или впишите в "reason", почему это ничего не меняет.`,
    }));
}
