import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryOf } from "../course/repository.ts";
import { readSteps, root } from "../course/steps.ts";
import { prepare } from "../machine/prepare.ts";
import { command } from "../process/command.ts";
import { printed } from "../report/finding.ts";
import { checkDeck } from "./check.ts";
import { readOutline } from "../course/outline.ts";

const { json, screenshots } = command(
  "pnpm deck:check",
  "Собирает лекцию и показывает её настоящему браузеру: каждый слайд, каждый щелчок, в светлой и тёмной теме. Снимки остаются в .cache/deck/screenshots.",
)
  .option("--json <файл>", "записать отчёт для программ")
  .option("--screenshots <папка>", "положить снимки ещё и сюда")
  .parse()
  .opts<{ json?: string; screenshots?: string }>();

const work = join(root, ".cache", "deck");
const missing = await prepare("browser");
const report = await checkDeck(
  {
    folder: join(root, "slides"),
    root,
    outline: readOutline(join(root, "course/outline.md")),
    steps: readSteps(),
    repository: repositoryOf(root, process.env),
  },
  work,
);
if (json) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
if (screenshots)
  cpSync(join(work, "screenshots"), screenshots, { recursive: true });
if (missing.length > 0)
  console.log(
    "\nБраузера нет: слайды прочитаны и собраны, но не показаны.",
  );
if (report.failed === 0) {
  console.log(`\nВсё в порядке, проверок: ${report.passed}.`);
} else {
  console.error(`\n${printed(report.findings)}\n`);
  console.error(
    `Не прошло: ${report.failed}, прошло: ${report.passed}. Снимки слайдов: ${join(".cache", "deck", "screenshots")}`,
  );
  process.exitCode = 1;
}
