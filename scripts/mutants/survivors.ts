import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, relative } from "node:path";
import PQueue from "p-queue";
import type { Files } from "../course/files.ts";
import type { Step } from "../course/steps.ts";
import { type Course, earlierThan } from "../verify/course.ts";
import { testFile } from "../verify/test-run.ts";
import { tested } from "../verify/trial.ts";
import { typeErrors } from "../verify/types.ts";
import { type Mutant, mutantsOf } from "./mutate.ts";

/** A solution of which one file is changed. */
type Candidate = Mutant & { file: string; files: Files };

/**
 * Changes the lines that a step's student writes in every small way, and looks
 * what notices it: the step's own tests, the compiler, then the tests of
 * earlier steps.
 *
 * @param progress is told how far it is, in Russian
 * @returns how many changes there are, and those that nothing notices
 */
export async function survivorsOf(
  course: Course,
  step: Step,
  progress: (text: string) => void,
): Promise<{ mutants: number; survivors: Candidate[] }> {
  const all = candidatesOf(course, step);
  const unseen = async (some: Candidate[], tests: string[]) => {
    let done = 0;
    const queue = new PQueue({ concurrency: availableParallelism() });
    const seen = await queue.addAll(
      some.map((one) => async () => {
        const isSeen = await isNoticed(course, step, one, tests);
        done += 1;
        progress(`${done} из ${some.length}`);
        return isSeen;
      }),
    );
    return some.filter((_, at) => !seen[at]);
  };
  const own = await unseen(all, [testFile(step.id)]);
  const typed = await wellTyped(course, step, own);
  const earlier = earlierThan(course, step).map(testFile);
  const survivors =
    earlier.length > 0 ? await unseen(typed, earlier) : typed;
  return { mutants: all.length, survivors };
}

function candidatesOf(
  { sandbox, folders }: Course,
  { id, files }: Step,
): Candidate[] {
  const solution = folders.get(`solutions/${id}`)!;
  const starter = folders.get(`labs/${id}`)!;
  return files.flatMap((file) => {
    const given = new Set(linesOf(starter.get(file)));
    const lines = linesOf(solution.get(file));
    const mutants = mutantsOf(lines.join("\n")).filter(
      ({ line }) => !given.has(lines[line - 1]!),
    );
    return mutants.map((mutant, at) => {
      const home = join(sandbox.folder, "patched", id, "mutants");
      const changed = join(home, String(at), file);
      mkdirSync(dirname(changed), { recursive: true });
      writeFileSync(changed, mutant.content);
      const files = new Map(solution).set(file, changed);
      return { ...mutant, file, files };
    });
  });
}

/** A file's lines; none of a file that the student makes. */
function linesOf(file: string | undefined): string[] {
  return file ? readFileSync(file, "utf8").split("\n") : [];
}

/** Whether any of these tests fails, or does not even run. */
async function isNoticed(
  course: Course,
  { id }: Step,
  { file, files }: Candidate,
  tests: string[],
): Promise<boolean> {
  const { sandbox } = course;
  const generate = (folder: string) =>
    sandbox.program(
      relative(sandbox.folder, folder),
      "drizzle-kit",
      ["generate"],
      60_000,
    );
  const run = await tested(
    course,
    {
      place: `mutants/${id}`,
      files,
      tests,
      bail: 1,
      // Who changes tables generates a migration; without it only that would
      // be noticed.
      prepare: file.startsWith("src/db/") ? generate : undefined,
    },
    () => true,
  );
  return (
    run.broken.length > 0 ||
    run.tests.some(({ state }) => state === "failed")
  );
}

async function wellTyped(
  { sandbox }: Course,
  { id }: Step,
  some: Candidate[],
): Promise<Candidate[]> {
  if (some.length === 0) return [];
  const placeOf = (at: number) => `typed/${id}/mutants/${at}`;
  some.forEach(({ files }, at) => sandbox.lay(placeOf(at), files));
  const errors = await typeErrors(
    sandbox,
    some.map((_, at) => placeOf(at)),
  );
  return some.filter((_, at) => !errors.has(placeOf(at)));
}
