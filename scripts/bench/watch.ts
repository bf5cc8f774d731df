import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { whenSaid } from "../process/said.ts";
import { ids, lay, run, solution } from "./folders.ts";
import { heading, inSeconds, median, row } from "./measure.ts";

/** What nearly every step's tests load; a comment more changes nothing. */
const SAVED = "src/auth/auth.ts";

/** Said last, after every run. */
const VERDICT = "Жду изменений";

/** Somebody reads the result before saving again, ms. */
const READING = 1_500;

/**
 * `pnpm test:watch` in every solution: from a save to the result of the step
 * in work, and to that of all steps.
 * @param saves how many in each folder; the median counts
 */
export async function measureWatching(saves: number): Promise<void> {
  heading(`pnpm test:watch: от сохранения до результата (${saves})`);
  row("", "этот шаг", "все шаги", "выход");
  for (const id of ids) {
    const folder = lay(solution(id));
    const watching = run(folder, ["test:watch", "--watch"]);
    const verdict = () => whenSaid(watching, VERDICT);
    await verdict();
    const file = join(folder, SAVED);
    const code = readFileSync(file, "utf8");
    const own: number[] = [];
    const all: number[] = [];
    for (let at = 0; at < saves; at++) {
      await pause(READING);
      const began = performance.now();
      const whole = verdict();
      const news = whenSaid(watching, `${id} · `);
      writeFileSync(file, `${code}\n// ${at}\n`);
      await news;
      own.push((performance.now() - began) / 1000);
      const said = await whole;
      if (!said.includes(VERDICT)) throw new Error(said);
      all.push((performance.now() - began) / 1000);
    }
    const began = performance.now();
    watching.kill("SIGINT");
    await watching;
    const end = (performance.now() - began) / 1000;
    row(id, ...[median(own), median(all), end].map(inSeconds));
  }
}
