import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "../course/steps.ts";
import { command } from "../process/command.ts";
import { readDeck } from "./deck.ts";
import { handoutProblems, printHandout } from "./handout.ts";

const usual = join("slides", "dist", "lecture.pdf");

const { output = usual } = command(
  "pnpm slides:pdf",
  "Печатает лекцию в PDF: страница на слайд.",
)
  .option("-o, --output <файл>", `куда; если не сказано — ${usual}`)
  .parse()
  .opts<{ output?: string }>();

const folder = join(root, "slides");
const file = resolve(root, output);
try {
  const { slides } = await readDeck({ folder, root });
  await printHandout(folder, file);
  const problems = await handoutProblems(file, slides.length);
  if (problems.length > 0) {
    rmSync(file);
    throw new Error(problems.join("\n"));
  }
  console.log(`${output}: страниц ${slides.length}, по одной на слайд.`);
} catch (error) {
  console.error(
    `Раздаточный PDF не получился.\n${(error as Error).message}`,
  );
  process.exitCode = 1;
}
