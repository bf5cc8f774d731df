import type { Step } from "../course/steps.ts";
import { rightTasks, wrongTasks } from "./answer-checks.ts";
import { type Course, earlierThan, type Task } from "./course.ts";
import { judgeLab, judgeSolution } from "./judge.ts";
import { scoreCheck } from "./mutation-score.ts";
import { type Trial, tried, weightOf } from "./trial.ts";
import { checked } from "./verdict.ts";

/** Everything about one step. */
export function stepTasks(course: Course, step: Step): Task[] {
  const starter = starterOf(course, step);
  const solution = course.folders.get(`solutions/${step.id}`)!;
  return [
    solutionTask(course, step),
    folderTask(course, step, "лабораторная", `labs/${step.id}`, starter),
    ...wrongTasks(course, step, starter),
    ...rightTasks(course, step),
    {
      weight: 0,
      run: () => [scoreCheck(course.sandbox.root, step, solution)],
    },
  ];
}

/** The tests of a step's solution. */
export function solutionTask(course: Course, step: Step): Task {
  const place = `solutions/${step.id}`;
  const trial = () => folderTrial(course, step, place, judgeSolution);
  return folderTask(course, step, "решение", place, trial);
}

/** What is needed to write a step's known mistakes down. */
export function mistakeTasks(course: Course, step: Step): Task[] {
  return wrongTasks(course, step, starterOf(course, step));
}

/** The run of a lab that nobody has worked on; made once. */
function starterOf(course: Course, step: Step): () => Promise<Trial> {
  let trial: Promise<Trial> | undefined;
  return () =>
    (trial ??= folderTrial(course, step, `labs/${step.id}`, judgeLab));
}

function folderTask(
  course: Course,
  step: Step,
  rule: string,
  place: string,
  trial: () => Promise<Trial>,
): Task {
  return {
    weight: weightOf(course, step, "all tests"),
    run: async () => [checked(rule, place, (await trial()).verdict)],
  };
}

async function folderTrial(
  course: Course,
  step: Step,
  place: string,
  judge: typeof judgeLab,
): Promise<Trial> {
  const files = course.folders.get(place)!;
  if (files.size === 0)
    return {
      run: { tests: [], broken: [] },
      verdict: [{ what: "папки нет", todo: "Выполните `pnpm compose`." }],
    };
  return tried(course, step, files, [], (run) =>
    judge(step.id, earlierThan(course, step), run),
  );
}
