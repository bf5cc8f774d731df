import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  readSteps,
  type Step,
  stepFile,
  stepIds,
} from "../course/steps.ts";
import type { Finding } from "../report/finding.ts";
import type { Composition } from "./composition.ts";
import { taskFile, taskOf } from "./generated.ts";
import { leaks } from "./leaks.ts";

/**
 * What course/ itself must keep to: every step is complete, every file that a
 * student changes has a starter that says what to do, and no lab gives a
 * solution away.
 *
 * @param root folder of the course
 * @param composed what composing makes of it
 */
export function courseFindings(
  root: string,
  composed: Composition,
): Finding[] {
  const steps = readSteps(root);
  return [
    ...stepIds(root).flatMap((id) => [
      ...missingParts(root, id),
      ...taskFindings(root, id),
    ]),
    ...steps.flatMap((step) => starterFindings(step, composed)),
    ...steps.flatMap((step) => hiddenChanges(step, composed)),
    ...leaks(steps, composed),
    ...hiddenSources(composed),
  ];
}

function missingParts(root: string, id: string): Finding[] {
  return [
    { path: stepFile(id), what: "факты шага" },
    { path: taskFile(id), what: "текст задания" },
    { path: `course/${id}/tests/${id}.test.ts`, what: "тесты шага" },
  ]
    .filter(({ path }) => !existsSync(join(root, path)))
    .map(({ path, what }) =>
      finding([path], "файла нет", `Напишите ${what}.`),
    );
}

function taskFindings(root: string, id: string): Finding[] {
  const path = taskFile(id);
  const task = taskOf(root, id);
  if (existsSync(join(root, path)) && task.trim() === "")
    return [finding([path], "файл пуст", "Напишите текст задания.")];
  if (!/^# /m.test(task.replace(/^```.*?^```/gms, ""))) return [];
  return [
    finding(
      [path],
      "есть заголовок первого уровня",
      "Пишите «###»: текст становится частью README.md, у которого заголовок уже есть.",
    ),
  ];
}

/** The files that a student changes: from a starter to a solution. */
function starterFindings(step: Step, composed: Composition): Finding[] {
  const begins = step.files.some((file) =>
    composed.has(`labs/${step.id}/${file}`),
  );
  return [
    ...step.files.flatMap((file) => fileFindings(step, file, composed)),
    ...(begins
      ? []
      : [
          finding(
            [stepFile(step.id)],
            "не назван ни один файл, который есть в лабораторной",
            'Назовите в "files" файл из start/.',
          ),
        ]),
  ];
}

function fileFindings(
  { id }: Step,
  file: string,
  composed: Composition,
): Finding[] {
  const start = `course/${id}/start/${file}`;
  const solution = `course/${id}/solution/${file}`;
  const listed = `файла нет, а ${stepFile(id)} его называет`;
  const solved = composed.get(`solutions/${id}/${file}`);
  if (solved?.source !== solution)
    return [
      finding([solution], listed, 'Напишите его или уберите из "files".'),
    ];
  const begun = composed.get(`labs/${id}/${file}`);
  // A file that the student makes anew has no starter.
  if (!begun) return [];
  if (begun.source !== start)
    return [
      finding(
        [start],
        listed,
        "Напишите, с чего начинает студент, и отметьте место словом TODO.",
      ),
    ];
  if (begun.content.equals(solved.content))
    return [
      finding(
        [start, solution],
        "одинаковы",
        "Уберите из start/ то, что пишет студент.",
      ),
    ];
  if (/\bTODO\b/.test(begun.content.toString())) return [];
  return [
    finding(
      [start],
      "нет слова TODO",
      "Скажите там, где пишет студент, что надо сделать: `// TODO: …`.",
    ),
  ];
}

/** What a solution changes without the student having been told. */
function hiddenChanges({ id, files }: Step, composed: Composition) {
  const inside = `course/${id}/solution/`;
  return Array.from(composed).flatMap(([target, { source }]) => {
    if (!target.startsWith(`solutions/${id}/`)) return [];
    if (!source?.startsWith(inside)) return [];
    const file = source.slice(inside.length);
    // Migrations are written by `pnpm db:generate`, not by hand.
    const expected = files.includes(file) || file.startsWith("drizzle/");
    if (expected || !composed.has(`labs/${id}/${file}`)) return [];
    return [
      finding(
        [source],
        `меняет файл, которого ${stepFile(id)} не называет`,
        'Добавьте его в "files", чтобы студент о нём знал.',
      ),
    ];
  });
}

function hiddenSources(composed: Composition): Finding[] {
  const hidden = Array.from(composed.values(), ({ hides }) => hides);
  return [...new Set(hidden.filter((source) => source !== undefined))].map(
    (source) =>
      finding(
        [source],
        "не попадёт ни в одну папку: там этот файл создаётся",
        "Перенесите текст в task.md или step.json шага.",
      ),
  );
}

function finding(places: string[], what: string, todo: string): Finding {
  return { rule: "шаг", places, what, todo };
}
