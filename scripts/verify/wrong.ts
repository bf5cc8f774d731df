import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Ignores } from "../compose/tree.ts";
import { type Files, filesOf } from "./folders.ts";
import type { Finding } from "./report.ts";

/** An answer that looks right and is not; a test must refuse it. */
export type WrongAnswer = {
  step: string;
  /** From the root, such as "course/bauth04/wrong/role-from-client". */
  place: string;
  /** The test that refuses it. */
  test: string;
  /** The step's solution with this answer in its place. */
  files: Files;
};

/**
 * Reads a wrong answer.
 *
 * @param root folder of the course
 * @param step such as "bauth04"
 * @param name of its folder
 * @param solution files of the step's solution
 * @returns or what keeps it from being tried
 */
export function wrongAnswer(
  root: string,
  step: string,
  name: string,
  solution: Files,
  ignores: Ignores,
): WrongAnswer | Finding[] {
  const place = `course/${step}/wrong/${name}`;
  const facts = readFacts(join(root, place, "wrong.json"));
  if ("problem" in facts) {
    return [
      {
        step,
        rule: "wrong",
        what: `${place}/wrong.json: ${facts.problem}`,
        todo: 'Нужно { "test": "имя теста", "why": "почему так пишут" } и, если ответ удаляет файлы, "delete": ["путь"].',
      },
    ];
  }

  const overlay = filesOf(root, `${place}/files`, ignores);
  const removed = facts.delete ?? [];
  const files = new Map([...solution, ...overlay]);
  for (const path of removed) files.delete(path);
  const problems: [what: string, todo: string][] = [
    ...removed
      .filter((path) => !solution.has(path))
      .map((path): [string, string] => [
        `${place} удаляет ${path}, а такого файла в решении нет`,
        `Исправьте "delete" в ${place}/wrong.json.`,
      ]),
    ...[...overlay.keys(), ...removed]
      .filter((path) => path.startsWith("tests/"))
      .map((path): [string, string] => [
        `${place} меняет ${path}`,
        "Неверный ответ — это код студента; тесты остаются прежними.",
      ]),
    ...Array.from(overlay)
      .filter(([path, from]) => {
        const solved = solution.get(path);
        return solved && readFileSync(solved).equals(readFileSync(from));
      })
      .map(([path]): [string, string] => [
        `${place}/files/${path} ничем не отличается от решения`,
        "Оставьте в files/ только то, что в ответе неверно.",
      ]),
    ...(overlay.size + removed.length === 0
      ? [
          [
            `${place} ничего не меняет`,
            `Положите неверные файлы в ${place}/files/.`,
          ] as [string, string],
        ]
      : []),
  ];
  if (problems.length > 0) {
    return problems.map(([what, todo]) => ({
      step,
      rule: "wrong",
      what,
      todo,
    }));
  }
  return { step, place, test: facts.test, files };
}

/** Names of a step's wrong answers. */
export function wrongNames(root: string, step: string): string[] {
  const folder = join(root, "course", step, "wrong");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

type Facts = { test: string; why: string; delete?: string[] };

function readFacts(file: string): Facts | { problem: string } {
  if (!existsSync(file)) return { problem: "файла нет" };
  let facts: Partial<Record<keyof Facts, unknown>>;
  try {
    facts = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return { problem: `это не JSON: ${(error as Error).message}` };
  }
  const isText = (value: unknown) =>
    typeof value === "string" && value.trim() !== "";
  const paths = facts.delete ?? [];
  if (!isText(facts.test)) return { problem: 'нет "test"' };
  if (!isText(facts.why)) return { problem: 'нет "why"' };
  if (!Array.isArray(paths) || !paths.every(isText))
    return { problem: '"delete" — не список путей' };
  return facts as Facts;
}
