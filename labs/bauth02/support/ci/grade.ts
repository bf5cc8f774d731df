/**
 * Grades a student's repository on GitHub; see .github/workflows/grade.yml.
 * Runs from the course's own checkout, so nothing of it is the student's.
 *
 * node grade.ts SUBMISSION FOLDER: FOLDER is made, and the tests run there
 */
import { appendFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { classroom } from "./classroom.ts";
import { judge } from "./judge.ts";
import { lay } from "./lay.ts";
import { run, runTests } from "./run.ts";
import { summaryOf } from "./summary.ts";

const lab = dirname(dirname(import.meta.dirname));
const [submission, folder] = process.argv.slice(2);
if (!submission || !folder)
  throw new Error("node grade.ts SUBMISSION FOLDER");

const left = lay(lab, submission, folder);
const install = ["install", "--frozen-lockfile", "--ignore-scripts"];
const { exitCode } = await run("pnpm", install, folder, 5, process.env);
if (exitCode !== 0) {
  console.log(
    "::error title=Пакеты не установились::Ответ не проверен. Запустите проверку снова: Re-run jobs.",
  );
  process.exit(1);
}
const ended = await runTests(folder, 10);
const grade = judge(ended, lab, left);
const { lines, outputs } = classroom(grade);

const { COURSE = "", GITHUB_STEP_SUMMARY, GITHUB_OUTPUT } = process.env;
const summary = summaryOf(grade, ended.result, basename(lab), COURSE);
if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, summary);
if (GITHUB_OUTPUT) {
  for (const [name, value] of Object.entries(outputs))
    appendFileSync(GITHUB_OUTPUT, `${name}=${value}\n`);
}
console.log(lines.join("\n"));
process.exitCode = grade.isDone ? 0 : 1;
