import type { Step } from "../course/steps.ts";
import type { Finding } from "../report/finding.ts";
import type { Composition } from "./composition.ts";

/** So many lines of a solution in a row are no hint any more. */
const tooMany = 3;

/**
 * Solution leaks: files of a lab that say outright what its student is to
 * write. Such is a whole file of this solution or a later one, under whatever
 * name, and several lines in a row that only this step's solution has, in any
 * file that this step brings.
 *
 * @param steps in order
 * @param composed what the labs and solutions hold
 */
export function leaks(steps: Step[], composed: Composition): Finding[] {
  const answers = steps.flatMap(({ id, files }) =>
    files.flatMap((file) => answerOf(id, file, composed) ?? []),
  );
  return steps.flatMap(({ id }, index) => {
    const before = `solutions/${steps[index - 1]?.id}`;
    const lab = `labs/${id}`;
    return Array.from(composed).flatMap(
      ([target, { content, madeOf }]) => {
        if (!target.startsWith(`${lab}/`)) return [];
        const path = target.slice(lab.length + 1);
        const known = composed.get(`${before}/${path}`);
        const brought = !known?.content.equals(content);
        const lines = brought ? tellingLines(content) : [];
        return answers.flatMap((answer): Finding[] => {
          if (answer.id < id) return [];
          // The starter itself has a rule of its own, which says more.
          const isStarter = answer.id === id && answer.file === path;
          const whole = !isStarter && content.equals(answer.content);
          const part = answer.id === id && sharedRun(answer.lines, lines);
          if (!whole && !part) return [];
          return [
            {
              rule: "утечка решения",
              places: [target],
              what: `содержит решение ${answer.id} из ${answer.file}${part ? `:\n${part.join("\n")}` : ""}`,
              todo:
                path === "README.md"
                  ? `Скажите то же словами: ${madeOf.slice(0, 2).join(" или ")}.`
                  : `Уберите это из ${madeOf[0]}.`,
            },
          ];
        });
      },
    );
  });
}

/** A file of a solution, and the lines that the student adds to it. */
type Answer = {
  id: string;
  file: string;
  content: Buffer;
  lines: string[];
};

function answerOf(
  id: string,
  file: string,
  composed: Composition,
): Answer | undefined {
  const content = composed.get(`solutions/${id}/${file}`)?.content;
  if (!content) return undefined;
  const begun = composed.get(`labs/${id}/${file}`)?.content;
  const started = new Set(begun ? tellingLines(begun) : []);
  const lines = tellingLines(content).filter((line) => !started.has(line));
  return { id, file, content, lines };
}

/**
 * Lines without their indentation, the frame of Markdown and comment marks;
 * brackets, imports and short calls stand in every file and tell nothing.
 */
function tellingLines(content: Buffer): string[] {
  return content
    .toString()
    .split("\n")
    .map((line) => line.replace(/^[\s>]*(?:\/\/)?/, "").trim())
    .filter(
      (line) =>
        line.length >= 12 &&
        !/^(import\b|export \{|#(end)?region)/.test(line),
    );
}

/** The first lines of an answer that stand together in a text. */
function sharedRun(
  answer: string[],
  lines: string[],
): string[] | undefined {
  const length = Math.min(tooMany, answer.length);
  if (length === 0) return undefined;
  for (let at = 0; at + length <= answer.length; at += 1) {
    const wanted = answer.slice(at, at + length);
    const found = lines.some((_, start) =>
      wanted.every((line, offset) => lines[start + offset] === line),
    );
    if (found) return wanted;
  }
  return undefined;
}
