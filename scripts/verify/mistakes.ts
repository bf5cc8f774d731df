import { join } from "node:path";
import {
  type Failure,
  fingerprintOf,
  helpFor,
  type Known,
  knownOf,
  whyOf,
} from "../../course/base/support/report/mistakes.ts";
import type { Check, Finding } from "../report/finding.ts";
import { writeJson } from "./json-file.ts";
import { testFile, type TestResult, type TestRun } from "./test-run.ts";

/** A run of a step's tests on a wrong answer. */
export type Refusal = { place: string; help: string; run: TestRun };

/** How many helps a student is shown at most. */
const enoughHelps = 2;

/** Whether a path in a folder is that of known mistakes. */
export function isMistakesFile(path: string): boolean {
  return /^tests\/bauth\d\d\.mistakes\.json$/.test(path);
}

/**
 * Writes down which help fits which set of failed tests.
 *
 * @param root folder of the course
 * @param step such as "bauth04"
 * @param starter run of the untouched lab
 */
export async function writeMistakes(
  root: string,
  step: string,
  starter: TestRun,
  refusals: Refusal[],
): Promise<void> {
  const file = join(root, `course/${step}`, fileOf(step));
  await writeJson(file, mistakesOf(step, starter, refusals));
}

/**
 * Whether students see what was written for them: for every wrong answer its
 * own help or that of another that fails in the same way, for an untouched
 * lab none; asks the very function that the lab's reporter asks.
 *
 * @param root folder of the course, composed
 * @param step such as "bauth04"
 * @param starter run of the untouched lab
 * @param isWhole whether these are all of the step's wrong answers
 */
export function helpCheck(
  root: string,
  step: string,
  starter: TestRun,
  refusals: Refusal[],
  isWhole: boolean,
): Check {
  const rule = "подсказки";
  const shipped = `labs/${step}/${fileOf(step)}`;
  const seen = (run: TestRun) =>
    helpFor(step, failuresOf(step, run), join(root, `labs/${step}`));
  const renew = `Выполните \`pnpm verify --update ${step}\`.`;
  const untouched = fingerprintOf(failuresOf(step, starter));
  const wanted = mistakesOf(step, starter, refusals);

  const findings: Finding[] = refusals.flatMap(({ place, run }) => {
    const failures = failuresOf(step, run);
    if (failures.length === 0) return [];
    if (fingerprintOf(failures) === untouched)
      return {
        rule,
        places: [place],
        what: "у этого ответа не проходят те же тесты, что у нетронутой лабораторной: подсказку увидел бы и тот, кто ещё не начал",
        todo: `Добавьте в course/${step}/tests/ тест, который их различает, сделайте ответ ближе к решению или удалите его.`,
      };
    const fitting = wanted.helps[fingerprintOf(failures)]!;
    return seen(run).some((help) => fitting.includes(help))
      ? []
      : {
          rule,
          places: [place],
          what: "студент не увидит подсказки",
          todo: renew,
        };
  });
  if (seen(starter).length > 0)
    findings.push({
      rule,
      places: [shipped],
      what: "подсказку увидит и тот, кто ещё не начал",
      todo: renew,
    });
  const isCurrent =
    JSON.stringify(knownOf(step, join(root, `labs/${step}`))) ===
    JSON.stringify(wanted);
  if (findings.length === 0 && isWhole && !isCurrent)
    findings.push({
      rule,
      places: [shipped],
      what: "число тестов или подсказки уже другие",
      todo: renew,
    });
  return { rule, subject: shipped, findings };
}

/** Sorted, so that a difference between two versions is a change. */
function mistakesOf(
  step: string,
  starter: TestRun,
  refusals: Refusal[],
): Known {
  const untouched = fingerprintOf(failuresOf(step, starter));
  const alike = Map.groupBy(
    refusals.filter(({ run }) => failuresOf(step, run).length > 0),
    ({ run }) => fingerprintOf(failuresOf(step, run)),
  );
  alike.delete(untouched);
  const helps = Object.fromEntries(
    Array.from(alike, ([name, some]): [string, string[]] => [
      name,
      [...new Set(some.map(({ help }) => help))].slice(0, enoughHelps),
    ]).sort(([one], [other]) => one.localeCompare(other)),
  );
  const isOwn = ({ file }: TestResult) => file === testFile(step);
  // Of a starter that does not load there is none.
  const counts = [starter, ...refusals.map(({ run }) => run)].map(
    ({ tests }) => tests.filter(isOwn).length,
  );
  return { tests: Math.max(...counts), helps };
}

function failuresOf(step: string, { tests }: TestRun): Failure[] {
  return tests
    .filter(
      ({ file, state }) => file === testFile(step) && state === "failed",
    )
    .map(({ name, errors }) => ({ test: name, why: whyOf(errors) }));
}

function fileOf(step: string): string {
  return `tests/${step}.mistakes.json`;
}
