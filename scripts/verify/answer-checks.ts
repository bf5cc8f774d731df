import type { Step } from "../course/steps.ts";
import { type Answer, answersOf, type Kind } from "./answers.ts";
import { type Course, earlierThan, type Task } from "./course.ts";
import { judgeRight, judgeWrong } from "./judge.ts";
import { helpCheck, writeMistakes } from "./mistakes.ts";
import { testFile } from "./test-run.ts";
import { type Trial, tried, weightOf } from "./trial.ts";
import { checked, type Verdict } from "./verdict.ts";

/** So many right answers show that tests look at what code does. */
const enoughRight = 5;

/** A step's other right answers: all tests accept them. */
export function rightTasks(course: Course, step: Step): Task[] {
  const rule = "верный ответ";
  const answers = answersIn(course, step, "right");
  const earlier = earlierThan(course, step);
  const each = answers.map((answer): Task => {
    const { place, files } = answer;
    const trial = trialOf(answer, () =>
      tried(course, step, files, [], (run) =>
        judgeRight(step.id, place, earlier, run),
      ),
    );
    return {
      weight: weightOf(course, step, "all tests"),
      run: async () => [checked(rule, place, (await trial()).verdict)],
    };
  });
  if (answers.length >= enoughRight) return each;
  const few = {
    what: `верных ответов ${answers.length}, а нужно не меньше ${enoughRight}`,
    todo: "Положите туда патчи к решению, которые делают то же иначе: другим синтаксисом, в других файлах, другими функциями библиотек.",
  };
  return [noting(rule, `course/${step.id}/right`, few), ...each];
}

/**
 * A step's wrong answers: the tests refuse each of them, and the student reads
 * the help that belongs to it.
 *
 * @param starter the run of the untouched lab
 */
export function wrongTasks(
  course: Course,
  step: Step,
  starter: () => Promise<Trial>,
): Task[] {
  const rule = "неверный ответ";
  const { id } = step;
  const own = [testFile(id)];
  const answers = answersIn(course, step, "wrong").map((answer) => {
    const { place, test, files } = answer;
    const trial = trialOf(answer, () =>
      tried(course, step, files, own, (run) =>
        judgeWrong(id, place, test, run),
      ),
    );
    return { ...answer, trial };
  });
  if (answers.length === 0) {
    const none = {
      what: "ни одного неверного ответа",
      todo: "Положите туда патчи к решению, которые тесты шага должны отвергнуть.",
    };
    return [noting(rule, `course/${id}/wrong`, none)];
  }
  const help = async () => {
    const { root } = course.sandbox;
    const trials = answers.map(async ({ trial, ...answer }) => ({
      ...answer,
      ...(await trial()),
    }));
    const refused = (await Promise.all(trials)).filter(
      ({ verdict }) => verdict.length === 0,
    );
    const { run } = await starter();
    if (course.update) {
      await writeMistakes(root, id, run, refused);
      return [];
    }
    const isWhole = refused.length === answers.length;
    return [helpCheck(root, id, run, refused, isWhole)];
  };
  return [
    ...answers.map(({ place, trial }) => ({
      weight: weightOf(course, step, "own tests"),
      run: async () => [checked(rule, place, (await trial()).verdict)],
    })),
    // It waits for all the others, so it comes last.
    { weight: -1, run: help },
  ];
}

function answersIn(course: Course, { id }: Step, kind: Kind): Answer[] {
  const solution = course.folders.get(`solutions/${id}`)!;
  return answersOf(kind, course.sandbox, id, solution);
}

/** Tries an answer once, unless something keeps it from being tried. */
function trialOf(
  { problems }: Answer,
  run: () => Promise<Trial>,
): () => Promise<Trial> {
  let trial: Promise<Trial> | undefined;
  return async () =>
    problems.length > 0
      ? { run: { tests: [], broken: [] }, verdict: problems }
      : (trial ??= run());
}

function noting(rule: string, subject: string, what: Verdict[0]): Task {
  return { weight: 0, run: () => [checked(rule, subject, [what])] };
}
