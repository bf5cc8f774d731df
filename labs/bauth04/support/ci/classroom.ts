import type { Grade } from "./judge.ts";

/**
 * What GitHub Classroom reads of a run: notices with these very titles, as its
 * own reporter gives them, and for that reporter the outcome of each test.
 *
 * @returns lines to print, and outputs of the step: `result` is the input of
 *   autograding-grading-reporter, JSON in base64
 * @see https://github.com/education/autograding-grading-reporter
 */
export function classroom({ isDone, points, maxPoints, parts }: Grade): {
  lines: string[];
  outputs: Record<"points" | "result", string>;
} {
  const report = {
    version: 3,
    status: isDone ? "pass" : "fail",
    max_score: maxPoints,
    tests: parts.map(({ name, isPassed, message }) => ({
      name,
      status: isPassed ? "pass" : "fail",
      score: isPassed ? 1 : 0,
      ...(isPassed ? {} : { message }),
    })),
  };
  const totals = JSON.stringify({ totalPoints: points, maxPoints });
  return {
    lines: [
      `::notice title=Autograding complete::Points ${points}/${maxPoints}`,
      `::notice title=Autograding report::${totals}`,
    ],
    outputs: {
      points: `${points}/${maxPoints}`,
      result: Buffer.from(JSON.stringify(report)).toString("base64"),
    },
  };
}
