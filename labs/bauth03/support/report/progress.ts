import { existsSync } from "node:fs";
import { steps } from "../facts.ts";
import { knownOf } from "./mistakes.ts";

const WIDTH = 30;

/** How far a run has come, in the last line of a terminal. */
export class Progress {
  /** How many tests there are, as far as the course knows. */
  #all = 0;
  #done = 0;
  #isShown = false;

  start(): void {
    this.#done = 0;
    this.#all = steps
      .filter(({ id }) => existsSync(`tests/${id}.test.ts`))
      .reduce((sum, { id }) => sum + knownOf(id).tests, 0);
  }

  /** One more test is over. */
  count(): void {
    this.#done += 1;
    if (!process.stdout.isTTY || this.#done > this.#all) return;
    const filled = Math.round((this.#done / this.#all) * WIDTH);
    const bar = "█".repeat(filled).padEnd(WIDTH, "░");
    process.stdout.write(`\r${bar} ${this.#done} из ${this.#all}`);
    this.#isShown = true;
  }

  /** Makes room for something else in its line. */
  hide(): void {
    if (!this.#isShown) return;
    process.stdout.write("\r\u001b[2K");
    this.#isShown = false;
  }
}
