import { asException, thrownInTest } from "./faults.ts";

/** What a failing test tells the student. */
export type Explanation = {
  /** What was there instead of what the test's name promises. */
  found: string;
  /** Why it matters. */
  why: string;
  /** The file to open. */
  file: string;
};

/** A refusal by the course, as opposed to a crash of the student's code. */
export class Lesson extends Error {
  override name = "Lesson";

  constructor(explanation: Explanation) {
    const { found, why, file } = explanation;
    super(
      `Найдено: ${found}\nПочему это важно: ${why}\nОткройте: ${file}`,
    );
    // Reporters get the parts one by one, and what the application threw.
    Object.assign(this, explanation, {
      thrown: thrownInTest().map((error) => asException(error)),
    });
  }
}

/**
 * Checks one thing and explains it when it is not so.
 * @throws Lesson when the condition is false
 */
export function expectThat(
  condition: boolean,
  explanation: Explanation,
): asserts condition {
  if (!condition) throw new Lesson(explanation);
}
