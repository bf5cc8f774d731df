import { join } from "node:path";
import type { Step } from "../course/steps.ts";
import type { Course } from "../verify/course.ts";
import { writeJson } from "../verify/json-file.ts";
import {
  readScore,
  type Score,
  scoreFile,
  scoreHash,
  type Survivor,
} from "../verify/mutation-score.ts";
import { survivorsOf } from "./survivors.ts";

/**
 * Finds a step's score and writes it down. A survivor that was known keeps
 * its reason.
 *
 * @param progress is told how far it is, in Russian
 * @returns the survivors without a reason, each on a line
 */
export async function measure(
  course: Course,
  step: Step,
  progress: (text: string) => void,
): Promise<string[]> {
  const { root } = course.sandbox;
  const known = [...(readScore(root, step.id)?.survivors ?? [])];
  const { mutants, survivors } = await survivorsOf(course, step, progress);
  const score: Score = {
    hash: scoreHash(step, course.folders.get(`solutions/${step.id}`)!),
    mutants,
    survivors: survivors.map(({ file, line, before, after }) => {
      const one = { file, line, before, after };
      return { ...one, reason: takeReason(known, one) };
    }),
  };
  await writeJson(join(root, scoreFile(step.id)), score);
  progress(`замечено ${mutants - survivors.length} из ${mutants}`);
  return score.survivors
    .filter(({ reason }) => reason === "")
    .map(
      ({ file, line, before, after }) =>
        `${step.id} ${file}:${line}  ${before} → ${after || "(ничего)"}`,
    );
}

/** The same change may stand on another line now, and more than once. */
function takeReason(
  known: Survivor[],
  { file, before, after }: Omit<Survivor, "reason">,
): string {
  const at = known.findIndex(
    (one) =>
      one.file === file && one.before === before && one.after === after,
  );
  return at < 0 ? "" : known.splice(at, 1)[0]!.reason;
}
