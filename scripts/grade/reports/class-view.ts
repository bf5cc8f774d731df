import { type Grade, type Verdict, verdicts } from "../grade.ts";
import { wrongWith } from "./table.ts";

/** What the page says of a lab. */
export type LabFacts = {
  id: string;
  title: string;
  /** Title of the slide that explains it. */
  slide: string;
  /** Its number in the lecture; undefined when it is not there. */
  slideNumber: number | undefined;
};

/** How many of the failing tests and mistakes of a lab are worth a line. */
const MOST_LINES = 5;

/**
 * What an instructor wants to see of a class: who is where, where it is stuck,
 * and which slide explains that. For the page's template.
 */
export function classView(grades: Grade[], labs: LabFacts[]) {
  const present = labs.filter(({ id }) =>
    grades.some(({ lab }) => lab === id),
  );
  const students = [...new Set(grades.map(({ student }) => student))];
  const passed = grades.filter(({ verdict }) => verdict === "passed");
  return {
    when: new Date().toLocaleString("ru-RU"),
    summary: `Студентов: ${students.length}, работ: ${grades.length}, сдано: ${passed.length}.`,
    labs: present,
    students: students.map((student) => ({
      student,
      cells: present.map(({ id }) =>
        cellOf(
          grades.filter(
            (grade) => grade.student === student && grade.lab === id,
          ),
        ),
      ),
    })),
    stuck: present
      .map((lab) =>
        stuckAt(
          lab,
          grades.filter(({ lab: id }) => id === lab.id),
        ),
      )
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count),
    suspects: grades
      .filter(({ verdict }) =>
        ["tampered", "stopped", "unknown", "ungraded"].includes(verdict),
      )
      .map(shown),
    works: grades.filter(({ verdict }) => verdict !== "passed").map(shown),
  };
}

/** Of several works for one lab the best counts. */
function cellOf(grades: Grade[]) {
  const best = grades.toSorted((a, b) => b.share - a.share)[0];
  if (!best) return { mark: "·", kind: "none", title: "нет работы" };
  const title = [verdicts[best.verdict], wrongWith(best)].join(": ");
  return { mark: markOf(best), kind: kindOf(best.verdict), title };
}

function markOf({ verdict, passed, failed }: Grade): string {
  if (verdict === "passed") return "✓";
  if (verdict === "failed") return `${passed}/${passed + failed}`;
  return verdicts[verdict];
}

function kindOf(verdict: Verdict): string {
  if (verdict === "passed") return "passed";
  return verdict === "failed" || verdict === "broken" ? "failed" : "other";
}

function stuckAt(lab: LabFacts, grades: Grade[]) {
  const stuck = grades.filter(({ verdict }) => verdict !== "passed");
  return {
    ...lab,
    count: stuck.length,
    of: grades.length,
    percent: Math.round((100 * stuck.length) / Math.max(grades.length, 1)),
    mistakes: frequent(stuck.flatMap(({ mistakes }) => mistakes)),
    tests: frequent(
      stuck.flatMap(({ refusals }) => refusals.map(({ test }) => test)),
    ),
  };
}

function frequent(texts: string[]) {
  return Array.from(Map.groupBy(texts, String), ([text, all]) => ({
    text,
    count: all.length,
  }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_LINES);
}

function shown(grade: Grade) {
  return {
    ...grade,
    title: verdicts[grade.verdict],
    kind: kindOf(grade.verdict),
    wrong: wrongWith(grade),
    hasTests: grade.refusals.length > 0,
  };
}
