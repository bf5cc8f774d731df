import { readFileSync } from "node:fs";
import type { Step } from "../course/steps.ts";
import type { Files } from "../course/files.ts";
import type { Finding } from "../report/finding.ts";

/** So many lines of a solution in a row are no hint any more. */
const givenAway = 3;

/**
 * Whether a lab says outright what its student is to write: lines that only
 * the solution has, several in a row, in any file that this step brings
 * (whole files are found by `pnpm compose --check`).
 *
 * @param step whose lab it is
 * @param lab its files
 * @param solution the same folder, solved
 * @param before the solution of the step before; its files are known already
 */
export function giveawayFindings(
  step: Step,
  lab: Files,
  solution: Files,
  before: Files,
): Finding[] {
  const answers = step.files
    .filter((file) => solution.has(file))
    .map((file) => {
      const started = new Set(linesOf(lab.get(file)));
      return {
        file,
        lines: linesOf(solution.get(file)).filter(
          (line) => !started.has(line) && !isTrivial(line),
        ),
      };
    })
    .filter(({ lines }) => lines.length > 0);

  return Array.from(lab).flatMap(([path, place]) => {
    const text = readFileSync(place, "utf8");
    const known = before.get(path);
    if (known && readFileSync(known, "utf8") === text) return [];
    const lines = linesOf(place).filter((line) => !isTrivial(line));
    return answers.flatMap(({ file, lines: answer }): Finding[] => {
      const found = sharedRun(
        answer,
        lines,
        Math.min(givenAway, answer.length),
      );
      if (!found) return [];
      return [
        {
          rule: "утечка решения",
          places: [`labs/${step.id}/${path}`],
          what: `содержит решение из ${file}:\n${found.join("\n")}`,
          todo:
            path === "README.md"
              ? `Скажите то же словами: course/${step.id}/task.md или "hints" в course/${step.id}/step.json.`
              : `Уберите эти строки из ${path} в course/${step.id}.`,
        },
      ];
    });
  });
}

/** Lines without their indentation, and without the frame of Markdown. */
function linesOf(file: string | undefined): string[] {
  if (!file) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.replace(/^[\s>]*(?:\/\/)?/, "").trim());
}

/** Brackets, keywords and short calls stand in every file. */
function isTrivial(line: string): boolean {
  return (
    line.length < 12 || /^(import\b|export \{|#(end)?region)/.test(line)
  );
}

/** The first lines of one text that stand together in another. */
function sharedRun(
  answer: string[],
  lines: string[],
  length: number,
): string[] | undefined {
  for (let at = 0; at + length <= answer.length; at += 1) {
    const wanted = answer.slice(at, at + length);
    const found = lines.some((_, start) =>
      wanted.every((line, offset) => lines[start + offset] === line),
    );
    if (found) return wanted;
  }
  return undefined;
}
