import { writeFileSync } from "node:fs";
import { root } from "../course/steps.ts";
import { prepare } from "../machine/prepare.ts";
import { command } from "../process/command.ts";
import { RunCache } from "../process/run-cache.ts";
import { main } from "../verify/main.ts";
import { realPostgres } from "./server.ts";

const { json } = command(
  "pnpm test:postgres",
  "Прогоняет тесты всех решений на настоящем PostgreSQL: на сервере из DATABASE_URL или на временном.",
)
  .option("--json <файл>", "записать отчёт для программ")
  .parse()
  .opts<{ json?: string }>();

await prepare("postgres");
const isOwn = Boolean(process.env.DATABASE_URL);
const server = await realPostgres();
if ("reason" in server) {
  console.log(`Здесь не проверить: ${server.reason}.`);
  if (json)
    writeFileSync(json, JSON.stringify({ impossible: server.reason }));
} else {
  // As a student would: the tests make databases of their own there.
  process.env.DATABASE_URL = server.url;
  // A server of somebody's own may answer differently tomorrow.
  const cache = isOwn ? new RunCache() : RunCache.of(root);
  try {
    await main({ solutions: true, cache, json });
  } finally {
    await server.stop();
  }
}
