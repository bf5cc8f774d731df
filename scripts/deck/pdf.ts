import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import { root } from "../course/steps.ts";
import { command } from "../process/command.ts";
import { printHandout } from "./handout.ts";

const usual = join("slides", "dist", "lecture.pdf");

const { output = usual, withoutNotes = false } = command(
  "pnpm slides:pdf",
  "Печатает лекцию в PDF. Файлов два: слайды для студентов и, с -notes в имени, слайды с заметками для лектора.",
)
  .option(
    "-o, --output <файл>",
    `куда напечатать слайды; если не сказано — ${usual}. Заметки — рядом: из lecture.pdf выходит lecture-notes.pdf`,
  )
  .option("--without-notes", "не печатать файл с заметками")
  .parse()
  .opts<{ output?: string; withoutNotes?: true }>();

try {
  const { slides, handout, notes } = await printHandout(
    { folder: join(root, "slides"), root },
    !withoutNotes,
  );
  write(output, handout.pdf);
  console.log(
    `${output}: страниц ${handout.pages}, слайдов ${slides}; код, который меняется, напечатан до и после.`,
  );
  if (notes) {
    const { dir, name, ext } = parse(output);
    const beside = join(dir, `${name}-notes${ext}`);
    write(beside, notes.pdf);
    console.log(`${beside}: страниц ${notes.pages}, с заметками лектора.`);
  }
} catch (error) {
  console.error(`PDF не получился.\n${(error as Error).message}`);
  process.exitCode = 1;
}

function write(path: string, content: Uint8Array): void {
  const file = resolve(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
