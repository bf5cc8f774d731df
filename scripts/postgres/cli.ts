import { writeFileSync } from "node:fs";
import { program } from "commander";
import { prepare } from "../machine/prepare.ts";
import { solutionsOnPostgres } from "./solutions.ts";

const { json } = program
  .name("pnpm test:postgres")
  .description(
    "Прогоняет тесты всех решений на настоящем PostgreSQL: на сервере из DATABASE_URL или на временном.",
  )
  .option("--json <файл>", "записать отчёт для программ")
  .parse()
  .opts<{ json?: string }>();

await prepare("postgres");
const outcome = await solutionsOnPostgres();
if ("impossible" in outcome)
  console.log(`Здесь не проверить: ${outcome.impossible}.`);
else if (outcome.failed > 0) process.exitCode = 1;
else console.log(`Все решения прошли и здесь: ${outcome.passed}.`);
if (json) writeFileSync(json, `${JSON.stringify(outcome, null, 2)}\n`);
