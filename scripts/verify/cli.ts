import { root, stepIds } from "../course/steps.ts";
import { command } from "../process/command.ts";
import { RunCache } from "../process/run-cache.ts";
import { main } from "./main.ts";

const program = command(
  "pnpm verify",
  "Проверяет курс: составление, лабораторные, решения и неверные ответы. Без аргументов — все шаги.",
)
  .argument("[шаги...]", "только эти, например bauth04")
  .option("--solutions", "только тесты решений")
  .option(
    "--update",
    "сначала записать подсказки к частым ошибкам (tests/*.mistakes.json)",
  )
  .option("--json <файл>", "записать отчёт для программ")
  .option(
    "--fresh",
    "повторить и те прогоны, для которых ничего не изменилось",
  )
  .parse();
const { fresh, ...options } = program.opts<{
  solutions?: boolean;
  update?: boolean;
  json?: string;
  fresh?: boolean;
}>();

const unknown = program.args.filter((step) => !stepIds().includes(step));
if (unknown.length > 0)
  program.error(
    `Нет такого шага: ${unknown.join(", ")}. Есть ${stepIds().join(", ")}.`,
  );

// Another server may answer differently; nothing is remembered about it.
const isRepeated = fresh || process.env.DATABASE_URL;
await main({
  ...options,
  only: program.args.length > 0 ? program.args : undefined,
  cache: isRepeated ? new RunCache() : RunCache.of(root),
});
