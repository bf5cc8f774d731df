import { program } from "commander";
import { CourseError, root } from "../course/steps.ts";
import { compose, type Outcome } from "./apply.ts";
import { bySource, check } from "./check.ts";
import { type Finding, printed, some } from "./finding.ts";
import { courseFindings } from "./rules.ts";

/** After an ordinary edit; the first composition would fill the screen. */
const linesShown = 20;

program
  .name("pnpm compose")
  .description(
    "Composes labs/ and solutions/ from course/, and carries what was edited in them back to its source.",
  )
  .option("--check", "write nothing; exit 1 when anything differs")
  .option("--restore", "write deleted files of labs/ and solutions/ again")
  .action(run)
  .parse();

function run(options: { check?: boolean; restore?: boolean }): void {
  try {
    if (options.check) reportCheck(check(root));
    else report(compose(root, options));
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function reportCheck(findings: Finding[]): void {
  if (findings.length === 0) {
    console.log("labs/ and solutions/ are what course/ composes to.");
    return;
  }
  console.error(printed(findings));
  process.exitCode = 1;
}

function report({
  edits,
  writes,
  removals,
  obstacles,
  composed,
}: Outcome): void {
  if (obstacles.length > 0) {
    console.error(printed(obstacles));
    console.error("Nothing was written.");
    process.exitCode = 1;
    return;
  }
  for (const [source, { from }] of edits) {
    console.log(`${some(from)} → ${source}`);
  }
  const written = [...bySource(writes, composed)];
  for (const [source, targets] of written.slice(0, linesShown)) {
    console.log(`${source} → ${some(targets)}`);
  }
  if (written.length > linesShown) {
    console.log(`… and from ${written.length - linesShown} more sources`);
  }
  for (const path of removals) console.log(`removed ${path}`);
  console.log(`Composed ${composed.size} files.`);

  const unfinished = courseFindings(root, composed);
  if (unfinished.length > 0) {
    console.log("\nStill to do in course/ (`pnpm compose --check`):\n");
    console.log(printed(unfinished));
  }
}
