import { check as compositionFindings } from "../compose/check.ts";
import type { Step } from "../course/steps.ts";
import type { Check } from "../report/finding.ts";
import {
  type Course,
  type Group,
  readCourse,
  type Task,
} from "./course.ts";
import { migrationTasks, typesTask } from "./course-checks.ts";
import { mistakeTasks, solutionTask, stepTasks } from "./step-checks.ts";
import { versionFindings } from "./versions.ts";

/** What of the course is looked at. */
export type Choice = {
  /** Such as ["bauth04"]; all when undefined. */
  only?: string[];
  /** Nothing but the tests of the solutions. */
  solutions?: boolean;
  /** Write known mistakes down anew, and look at nothing else. */
  update?: boolean;
};

/**
 * Everything that is to be looked at.
 *
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function groupsOf(
  means: Parameters<typeof readCourse>[0],
  { only, solutions, update = false }: Choice,
): Group[] {
  const course = readCourse(means, update);
  const { sandbox, steps } = course;
  const chosen = steps.filter(({ id }) => !only || only.includes(id));
  const each = (tasks: (course: Course, step: Step) => Task[]) =>
    chosen.map((step) => ({
      title: `${step.id} · ${step.title}`,
      tasks: tasks(course, step),
    }));
  if (solutions) return each((...step) => [solutionTask(...step)]);
  if (update) return each(mistakeTasks);
  return [
    {
      title: "Составление из course/ и версии",
      tasks: [{ weight: 0, run: () => sourceChecks(sandbox.root) }],
    },
    { title: "Типы", tasks: [typesTask(course, chosen)] },
    { title: "Миграции", tasks: migrationTasks(course, chosen) },
    ...each(stepTasks),
  ];
}

function sourceChecks(root: string): Check[] {
  return [
    {
      rule: "составление",
      subject: "labs/ и solutions/",
      findings: compositionFindings(root),
    },
    {
      rule: "версии",
      subject: "course/base и каталог",
      findings: versionFindings(root),
    },
  ];
}
