import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** So many runs may break off before their submission is to blame. */
const ENOUGH = 2;

/**
 * Remembers which submissions were at work when the grading broke off. A
 * submission can end it where nothing keeps its signals from other processes;
 * the same one must not do so for ever.
 */
export class Journal {
  readonly #folder: string;
  readonly #isFresh: boolean;

  /**
   * @param folder of its own
   * @param isFresh suspects nobody of what happened before
   */
  constructor(folder: string, isFresh = false) {
    this.#folder = folder;
    this.#isFresh = isFresh;
  }

  /** Whether a submission has ended the grading before, more than by chance. */
  isSuspect(key: string): boolean {
    return !this.#isFresh && this.#begun(key) >= ENOUGH;
  }

  /** Notes that a submission is at work, for as long as `run` takes. */
  async during<Result>(
    key: string,
    run: () => Promise<Result>,
  ): Promise<Result> {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#file(key), String(this.#begun(key) + 1));
    try {
      return await run();
    } finally {
      rmSync(this.#file(key), { force: true });
    }
  }

  #begun(key: string): number {
    const file = this.#file(key);
    return existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  }

  #file(key: string): string {
    return join(this.#folder, key);
  }
}
