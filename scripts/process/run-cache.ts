import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Files } from "../course/files.ts";
import { fingerprint } from "../course/fingerprint.ts";

/**
 * Keeps the outcomes of runs that went well, so that a run whose every input
 * is unchanged need not be repeated. What went wrong is never kept.
 */
export class RunCache {
  /** How many runs were not repeated. */
  used = 0;
  readonly #folder: string | undefined;
  readonly #isFresh: boolean;

  /**
   * @param folder where outcomes are kept; undefined to repeat every run
   * @param isFresh repeats every run, and keeps it in place of the last one
   */
  constructor(folder?: string, isFresh = false) {
    this.#folder = folder;
    this.#isFresh = isFresh;
  }

  /** The cache of this copy of the course. */
  static of(root: string): RunCache {
    return new RunCache(join(root, ".verify/runs"));
  }

  /**
   * The outcome of a run: of now, or of the last time when nothing that could
   * change it has changed.
   *
   * @param files that the run reads
   * @param circumstances what else it depends on, and what kind of run it is
   * @param run gives something that JSON can hold
   * @param isGood whether the outcome may be kept
   */
  async outcome<Outcome>(
    files: Files,
    circumstances: string[],
    run: () => Promise<Outcome>,
    isGood: (outcome: Outcome) => boolean,
  ): Promise<Outcome> {
    const folder = this.#folder;
    if (!folder) return run();
    const { version, platform } = process;
    const name = fingerprint(files, version, platform, ...circumstances);
    const kept = join(folder, `${name}.json`);
    if (existsSync(kept) && !this.#isFresh) {
      this.used += 1;
      return JSON.parse(readFileSync(kept, "utf8")) as Outcome;
    }
    const outcome = await run();
    if (isGood(outcome)) {
      mkdirSync(folder, { recursive: true });
      // A process that is killed leaves no half of an outcome.
      writeFileSync(`${kept}.new`, JSON.stringify(outcome));
      renameSync(`${kept}.new`, kept);
    }
    return outcome;
  }
}
