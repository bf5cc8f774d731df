import { join } from "node:path";
import type { Files } from "../course/files.ts";
import type { Step } from "../course/steps.ts";
import type { Finding } from "../report/finding.ts";
import { giveawayFindings } from "./giveaway.ts";
import type { Course, Task } from "./groups.ts";
import { judgeLab, judgeSolution, judgeWrong } from "./judge.ts";
import { type Outcome, testFile } from "./test-run.ts";
import { wrongAnswer, wrongNames } from "./wrong.ts";

type Judge = (outcome: Outcome) => Finding[];

/** Everything about one step. */
export function stepTasks(course: Course, step: Step): Task[] {
  return [
    solutionTask(course, step),
    folderTask(course, step, "лабораторная", `labs/${step.id}`, judgeLab),
    ...wrongTasks(course, step),
    { weight: 0, run: () => [leakCheck(course, step)] },
  ];
}

/** The tests of a step's solution. */
export function solutionTask(course: Course, step: Step): Task {
  const place = `solutions/${step.id}`;
  return folderTask(course, step, "решение", place, judgeSolution);
}

function folderTask(
  course: Course,
  step: Step,
  rule: string,
  place: string,
  judge: typeof judgeLab,
): Task {
  const number = course.steps.indexOf(step);
  const earlier = course.steps.slice(0, number).map(({ id }) => id);
  const files = course.folders.get(place)!;
  const run = async () => {
    const findings =
      files.size > 0
        ? await judged(course, `tests/${place}`, files, [], (outcome) =>
            judge(step.id, earlier, outcome),
          )
        : [
            {
              rule,
              places: [place],
              what: "папки нет",
              todo: "Выполните `pnpm compose`.",
            },
          ];
    return [{ rule, subject: place, findings }];
  };
  return { weight: 20 + number, run };
}

function wrongTasks(course: Course, { id }: Step): Task[] {
  const { sandbox, steps, folders } = course;
  const solution = folders.get(`solutions/${id}`)!;
  if (solution.size === 0) return [];
  const rule = "неверный ответ";
  const names = wrongNames(sandbox.root, id);
  if (names.length === 0) {
    const subject = `course/${id}/wrong`;
    const finding = {
      rule,
      places: [subject],
      what: "ни одного неверного ответа",
      todo: "Положите туда патчи к решению, которые тесты шага должны отвергнуть.",
    };
    const check = { rule, subject, findings: [finding] };
    return [{ weight: 0, run: () => [check] }];
  }
  return names.map((name) => {
    const run = async () => {
      const answer = wrongAnswer(sandbox, id, name, solution);
      const { place: subject } = answer;
      if ("findings" in answer)
        return [{ rule, subject, findings: answer.findings }];
      const findings = await judged(
        course,
        `wrong/${id}`,
        answer.files,
        [testFile(id)],
        (outcome) => judgeWrong(id, subject, answer.test, outcome),
      );
      return [{ rule, subject, findings }];
    };
    const number = steps.findIndex((step) => step.id === id);
    return { weight: number, run };
  });
}

function leakCheck({ steps, folders }: Course, step: Step) {
  const before = steps[steps.indexOf(step) - 1];
  const subject = `labs/${step.id}`;
  const findings = giveawayFindings(
    step,
    folders.get(subject)!,
    folders.get(`solutions/${step.id}`)!,
    folders.get(`solutions/${before?.id}`) ?? new Map(),
  );
  return { rule: "утечка решения", subject, findings };
}

/**
 * What is wrong with a run of tests.
 *
 * @param place of its copy, below the sandbox
 * @param tests which files to run; empty for all
 */
async function judged(
  { sandbox, runners, cache, database }: Course,
  place: string,
  files: Files,
  tests: string[],
  judge: Judge,
): Promise<Finding[]> {
  const outcome = await cache.outcome(
    new Map([...files, ["", runner]]),
    ["tests", database, ...tests],
    () =>
      sandbox.withSlot(place, files, (folder) =>
        runners.run({ folder, files: tests }),
      ),
    (made: Outcome) => judge(made).length === 0,
  );
  return judge(outcome);
}

/** What it makes of a run is part of the outcome. */
const runner = join(import.meta.dirname, "runner.ts");
