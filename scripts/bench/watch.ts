import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { ids, lay, run, solution } from "./folders.ts";
import { heading, inSeconds, median, row } from "./measure.ts";

/** What nearly every step's tests load; a comment more changes nothing. */
const SAVED = "src/auth/auth.ts";

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
    const said = new Said(watching.all!);
    await said.until("Жду изменений");
    const file = join(folder, SAVED);
    const code = readFileSync(file, "utf8");
    const own: number[] = [];
    const all: number[] = [];
    for (let at = 0; at < saves; at++) {
      await pause(READING);
      said.forget();
      const began = performance.now();
      writeFileSync(file, `${code}\n// ${at}\n`);
      await said.until(`${id} · `);
      own.push((performance.now() - began) / 1000);
      await said.until("Жду изменений");
      all.push((performance.now() - began) / 1000);
    }
    const began = performance.now();
    watching.kill("SIGINT");
    await watching;
    const end = (performance.now() - began) / 1000;
    row(id, ...[median(own), median(all), end].map(inSeconds));
  }
}

/** What a program has said, to wait for. */
class Said {
  #text = "";
  #wake: () => void = () => {};

  constructor(output: Readable) {
    output.on("data", (chunk) => {
      this.#text += chunk;
      this.#wake();
    });
    output.on("end", () => {
      this.#text += "\0";
      this.#wake();
    });
  }

  forget(): void {
    this.#text = "";
  }

  /** @throws Error with all that was said, when the program ended */
  async until(text: string): Promise<void> {
    while (!this.#text.includes(text)) {
      if (this.#text.endsWith("\0")) throw new Error(this.#text);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
