import { program } from "commander";
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

if (check) {
  const stale = staleDiagrams();
  for (const sentence of stale) console.error(sentence);
  if (stale.length > 0) process.exitCode = 1;
} else {
  const all = diagrams();
  await draw(all);
  console.log(`Нарисовано: ${all.map(({ name }) => name).join(", ")}.`);
}
