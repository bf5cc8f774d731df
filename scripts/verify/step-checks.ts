import { join } from "node:path";
import type { Files } from "../course/files.ts";
import type { Step } from "../course/steps.ts";
import type { Course, Task } from "./course.ts";
import { judgeLab, judgeSolution, judgeWrong } from "./judge.ts";
import { testFile, type TestRun } from "./test-run.ts";
import { checked, type Verdict } from "./verdict.ts";
import { wrongAnswers } from "./wrong.ts";

/** Everything about one step. */
export function stepTasks(course: Course, step: Step): Task[] {
  return [
    solutionTask(course, step),
    folderTask(course, step, "лабораторная", `labs/${step.id}`, judgeLab),
    ...wrongTasks(course, step),
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
    const verdict =
      files.size === 0
        ? [{ what: "папки нет", todo: "Выполните `pnpm compose`." }]
        : await judged(course, `tests/${place}`, files, [], (outcome) =>
            judge(step.id, earlier, outcome),
          );
    return [checked(rule, place, verdict)];
  };
  return { weight: 20 + number, run };
}

function wrongTasks(course: Course, step: Step): Task[] {
  const { id } = step;
  const solution = course.folders.get(`solutions/${id}`)!;
  if (solution.size === 0) return [];
  const rule = "неверный ответ";
  const answers = wrongAnswers(course.sandbox, id, solution);
  if (answers.length === 0) {
    const none = checked(rule, `course/${id}/wrong`, [
      {
        what: "ни одного неверного ответа",
        todo: "Положите туда патчи к решению, которые тесты шага должны отвергнуть.",
      },
    ]);
    return [{ weight: 0, run: () => [none] }];
  }
  return answers.map(({ place, test, files, problems }) => ({
    weight: course.steps.indexOf(step),
    run: async () => {
      const own = [testFile(id)];
      const verdict =
        problems.length > 0
          ? problems
          : await judged(course, `wrong/${id}`, files, own, (outcome) =>
              judgeWrong(id, place, test, outcome),
            );
      return [checked(rule, place, verdict)];
    },
  }));
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
  judge: (run: TestRun) => Verdict,
): Promise<Verdict> {
  const run = await cache.outcome(
    new Map([...files, ["", runner]]),
    ["tests", database, ...tests],
    () =>
      sandbox.withSlot(place, files, (folder) =>
        runners.run({ folder, files: tests }),
      ),
    (made: TestRun) => judge(made).length === 0,
  );
  return judge(run);
}

/** What it makes of a run is part of the outcome. */
const runner = join(import.meta.dirname, "runner.ts");
