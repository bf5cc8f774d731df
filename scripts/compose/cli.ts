import { InvalidArgumentError } from "commander";
import { CourseError, root } from "../course/steps.ts";
import { command } from "../process/command.ts";
import { listed, printed } from "../report/finding.ts";
import { changesOf, check } from "./check.ts";
import { compose, type Outcome } from "./compose.ts";
import type { Side } from "./direction.ts";
import { courseFindings } from "./rules.ts";

/** After an ordinary edit; the first composition would fill the screen. */
const linesShown = 20;

command(
  "pnpm compose",
  "Составляет labs/ и solutions/ из course/, а правки, сделанные в них, возвращает в источник.",
)
  .option(
    "--check",
    "ничего не писать; код выхода 1, если что-то не сходится",
  )
  .option(
    "--from <сторона>",
    "какая сторона верна там, где не решил git: course или labs (вместе с solutions)",
    side,
  )
  .action(run)
  .parse();

function side(value: string): Side {
  if (value === "course" || value === "labs") return value;
  throw new InvalidArgumentError("Есть course и labs.");
}

function run(options: { check?: boolean; from?: Side }): void {
  try {
    if (options.check) reportCheck();
    else report(compose(root, options));
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function reportCheck(): void {
  const findings = check(root);
  if (findings.length === 0) {
    console.log("labs/ и solutions/ составлены из course/ как надо.");
    return;
  }
  console.error(printed(findings));
  process.exitCode = 1;
}

function report(outcome: Outcome): void {
  const { conflicts, composed, saved } = outcome;
  if (conflicts.length > 0) {
    console.error(`${printed(conflicts)}\n\nНичего не записано.`);
    process.exitCode = 1;
    return;
  }
  const changes = changesOf(outcome, composed).map(({ from, to }) =>
    to ? `${from} → ${to}` : `удалено: ${from}`,
  );
  if (changes.length > 0) console.log(listed(changes, linesShown).trim());
  if (saved)
    console.log(
      `Незакоммиченное, что при этом заменено, осталось в git: git show ${saved.slice(0, 12)}:путь/к/файлу`,
    );
  console.log(`Составлено файлов: ${composed.size}.`);

  const unfinished = courseFindings(root, composed);
  if (unfinished.length > 0)
    console.log(
      `\nОсталось сделать в course/ (\`pnpm compose --check\`):\n\n${printed(unfinished)}`,
    );
}
