import { program } from "commander";
import { CourseError } from "../course/steps.ts";
import { prepare } from "../machine/prepare.ts";
import { diagrams, staleDiagrams } from "./diagrams.ts";
import { draw } from "./draw.ts";

const { check } = program
  .name("pnpm slides:diagrams")
  .description(
    "Рисует slides/diagrams/*.mmd в .svg рядом: браузеру зала mermaid не нужен.",
  )
  .option("--check", "только сказать, какие рисунки устарели")
  .parse()
  .opts<{ check?: boolean }>();

if (check) reportStale(staleDiagrams());
else await drawAll();

function reportStale(stale: string[]): void {
  if (stale.length === 0) {
    console.log("Все рисунки сделаны по нынешним источникам.");
    return;
  }
  for (const sentence of stale) console.error(sentence);
  process.exitCode = 1;
}

async function drawAll(): Promise<void> {
  const missing = await prepare("browser");
  if (missing.length > 0) {
    process.exitCode = 1;
    return;
  }
  const all = diagrams();
  try {
    await draw(all);
    console.log(`Нарисовано: ${all.map(({ name }) => name).join(", ")}.`);
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
