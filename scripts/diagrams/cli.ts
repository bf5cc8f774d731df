import { CourseError, root } from "../course/steps.ts";
import { prepare } from "../machine/prepare.ts";
import { command } from "../process/command.ts";
import { printed, reportOf } from "../report/finding.ts";
import { checkDiagrams } from "./check.ts";
import { diagramsOf } from "./diagrams.ts";
import { draw } from "./draw.ts";

await command(
  "pnpm slides:diagrams",
  "Рисует slides/diagrams/*.mmd в .svg рядом: браузеру зала mermaid не нужен.",
)
  .option("--check", "ничего не рисовать, только проверить рисунки")
  .action(run)
  .parseAsync();

async function run({ check }: { check?: boolean }): Promise<void> {
  try {
    if (!check && !(await drawAll())) process.exitCode = 1;
    else reportChecks();
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** @returns false where there is no browser */
async function drawAll(): Promise<boolean> {
  if ((await prepare("browser")).length > 0) return false;
  const diagrams = diagramsOf(root);
  await draw(diagrams);
  console.log(
    `Нарисовано: ${diagrams.map(({ name }) => name).join(", ")}.`,
  );
  return true;
}

function reportChecks(): void {
  const { failed, passed, findings } = reportOf(checkDiagrams(root));
  if (failed === 0) {
    console.log(`Рисунки в порядке, проверок: ${passed}.`);
    return;
  }
  console.error(printed(findings));
  process.exitCode = 1;
}
