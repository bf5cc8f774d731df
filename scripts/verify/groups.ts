import { check as compositionFindings } from "../compose/check.ts";
import { filesOf, ignoredIn } from "../course/files.ts";
import { readSteps, type Step } from "../course/steps.ts";
import type { Check } from "../report/finding.ts";
import type { Course, Group, Task } from "./course.ts";
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
  means: Omit<Course, "steps" | "folders" | "update">,
  { only, solutions, update = false }: Choice,
): Group[] {
  const { root } = means.sandbox;
  const ignores = ignoredIn(root);
  const steps = readSteps(root);
  const folders = new Map(
    steps
      .flatMap(({ id }) => [`labs/${id}`, `solutions/${id}`])
      .map((place) => [place, filesOf(root, place, ignores)]),
  );
  const course: Course = { ...means, steps, folders, update };
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
      tasks: [{ weight: 0, run: () => sourceChecks(root) }],
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
