import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
// The deck's vite.config.ts bundles this file: what it imports has to be
// among the packages of slides/, too.
import * as z from "zod";

/** The folder of the whole course: where package.json and course/ stand. */
export const root = join(import.meta.dirname, "../..");

/** Something in course/ that its author has to put right. */
export class CourseError extends Error {}

const text = z.string().regex(/\S/);

/**
 * The facts of one step, as course/bauthNN/step.json states them. A
 * description says what to write; an error quotes it.
 */
const stepSchema = z.strictObject({
  id: z.string().describe("имя папки, в которой лежит этот файл"),
  title: text.describe("название шага"),
  goal: text.describe(
    "одно предложение: что построено в конце этого шага",
  ),
  learnt: text.describe(
    "одно предложение с маленькой буквы, продолжение слов «Что вы узнали:»; не повторяет цель",
  ),
  protects: text.describe(
    "одно предложение «от …», продолжение слов «Это защищает»",
  ),
  minutes: z.int().positive().describe("целое число минут больше нуля"),
  inClass: z.boolean().describe("true — на занятии, false — дома"),
  files: z
    .array(text.refine(isPathInside))
    .min(1)
    .describe(
      "список файлов, которые меняет студент: пути от папки лабораторной, например src/auth/auth.ts",
    ),
  slide: text.describe("точное название слайда этой лабораторной"),
  task: z
    .array(text)
    .min(1)
    .max(3)
    .describe("от одной до трёх коротких строк для слайда"),
  done: text.describe("как увидеть, что работает (Markdown)"),
  hints: z
    .array(text)
    .min(1)
    .describe(
      "список подсказок, от намёка к почти готовому ответу (Markdown)",
    ),
  docs: z
    .array(
      z.strictObject({
        title: text,
        url: z.url({ protocol: /^https$/ }),
      }),
    )
    .min(1)
    .describe('список ссылок вида { "title": …, "url": "https://…" }'),
});

/** The facts of one step. */
export type Step = z.infer<typeof stepSchema>;

/**
 * The steps that have a folder in course/, in order, finished or not.
 *
 * @param from folder of the course
 */
export function stepIds(from = root): string[] {
  return readdirSync(join(from, "course"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isStepId(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** Whether a name is that of a step's folder, such as "bauth04". */
export function isStepId(name: string): boolean {
  return /^bauth\d\d$/.test(name);
}

/**
 * The facts of every step, in order. A step whose step.json is still to be
 * written is left out; `pnpm compose --check` reports it.
 *
 * @param from folder of the course
 * @throws CourseError that lists everything wrong in the step.json files
 */
export function readSteps(from = root): Step[] {
  const problems: string[] = [];
  const steps = stepIds(from)
    .filter((id) => existsSync(join(from, stepFile(id))))
    .map((id) => {
      const path = stepFile(id);
      const { data, error } = stepSchema
        .extend({ id: z.literal(id) })
        .safeParse(json(readFileSync(join(from, path), "utf8")));
      for (const issue of error?.issues ?? [])
        problems.push(`${path}: ${told(issue)}`);
      return data!;
    });
  if (problems.length > 0)
    throw new CourseError([...new Set(problems)].join("\n"));
  return steps;
}

/** Where a step states its facts, from the root of the course. */
export function stepFile(id: string): string {
  return `course/${id}/step.json`;
}

/** What a text says as JSON; undefined when it is none. */
function json(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** An issue in Russian: the field, and what to write there. */
function told(issue: z.core.$ZodIssue): string {
  const [field] = issue.path;
  if (issue.code === "unrecognized_keys") {
    const where = field === undefined ? "" : ` в "${String(field)}"`;
    return `лишнее${where}: ${issue.keys.map((key) => `"${key}"`).join(", ")}. Проверьте, нет ли опечатки, или уберите.`;
  }
  if (field === undefined)
    return "это не объект JSON { … }. Проверьте запятые, кавычки и скобки.";
  const { description } = stepSchema.shape[field as keyof Step];
  return `"${z.core.toDotPath(issue.path)}" не годится. Напишите: ${description}.`;
}

function isPathInside(path: string): boolean {
  return (
    !path.includes("\\") &&
    path.split("/").every((part) => !["", ".", ".."].includes(part))
  );
}
