/** The files that other programs read, and the page for the instructor. */
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "csv-stringify/sync";
import Mustache from "mustache";
import { type Grade, verdicts } from "../grade.ts";
import { classView, type LabFacts } from "./class-view.ts";
import { clean, wrongWith } from "./table.ts";

/**
 * Writes all reports, in place of those of the last time.
 *
 * @param out folder of the reports
 * @param labs facts of the course's labs
 * @returns path of the page
 */
export function writeReports(
  out: string,
  grades: Grade[],
  labs: LabFacts[],
): string {
  const write = (name: string, text: string) => {
    const file = join(out, name);
    mkdirSync(dirname(file), { recursive: true });
    // A full disk, or a process that is killed, leaves the last ones whole.
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
    return file;
  };
  write("grades.json", `${JSON.stringify(grades, null, 2)}\n`);
  write("grades.csv", csv(grades));
  write("junit.xml", rendered("junit.xml", junit(grades)));
  rmSync(join(out, "gradescope"), { recursive: true, force: true });
  const names = new Map<string, number>();
  for (const grade of grades) {
    const name = fileName(`${grade.student}-${grade.lab}`);
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    write(
      `gradescope/${name}${count > 1 ? `-${count}` : ""}.json`,
      `${JSON.stringify(gradescope(grade), null, 2)}\n`,
    );
  }
  return write(
    "index.html",
    rendered("page.html", classView(grades, labs)),
  );
}

/** A name that a student has chosen is text, and never a formula. */
function csv(grades: Grade[]): string {
  return stringify(
    grades.map((grade) => ({
      student: grade.student,
      lab: grade.lab,
      verdict: grade.verdict,
      passed: grade.passed,
      failed: grade.failed,
      share: grade.share.toFixed(2),
      seconds: grade.seconds.toFixed(1),
      mistake: wrongWith(grade),
    })),
    { header: true, bom: true, escape_formulas: true },
  );
}

/** Mustache escapes for HTML what XML wants escaped, too. */
function rendered(template: string, view: object): string {
  const file = join(import.meta.dirname, template);
  return Mustache.render(readFileSync(file, "utf8"), view);
}

/** @see https://github.com/testmoapp/junitxml */
function junit(grades: Grade[]) {
  return {
    suites: grades.map((grade) => ({
      name: clean(`${grade.student} · ${grade.lab}`),
      tests: Math.max(grade.passed + grade.failed, 1),
      failures: Math.max(grade.refusals.length, Number(isWrong(grade))),
      time: grade.seconds.toFixed(3),
      verdict: verdicts[grade.verdict],
      cases: grade.refusals.map(({ test, says }) => ({
        test: clean(test),
        says: clean(says),
      })),
      other:
        isWrong(grade) && grade.refusals.length === 0
          ? [wrongWith(grade) || verdicts[grade.verdict]]
          : [],
    })),
  };
}

/** @see https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format */
function gradescope(grade: Grade) {
  return {
    score: Math.round(100 * grade.share),
    execution_time: Math.round(grade.seconds),
    output: [verdicts[grade.verdict], wrongWith(grade)]
      .filter(Boolean)
      .join(": "),
    tests: [
      {
        name: grade.lab,
        score: Math.round(100 * grade.share),
        max_score: 100,
        status: isWrong(grade) ? "failed" : "passed",
      },
      ...grade.refusals.map(({ test, says }) => ({
        name: test,
        score: 0,
        max_score: 0,
        status: "failed",
        output: says,
      })),
    ],
  };
}

function isWrong({ verdict }: Grade): boolean {
  return verdict !== "passed";
}

/** Names of students may hold what no file name may. */
function fileName(text: string): string {
  return text.replace(/[^\p{L}\p{N}._-]+/gu, "_");
}
