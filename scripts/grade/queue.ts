import type { Submission } from "./submissions.ts";

type Entry = { submission: Submission; at: number };

/**
 * Hands out submissions so that a workplace stays with its lab, where Vitest
 * has been started, and no two share one while there are others. The last
 * labs, which take longest, come first.
 */
export class Queue {
  readonly #waiting: Entry[];
  readonly #labs = new Map<object, string | undefined>();

  constructor(submissions: Submission[]) {
    this.#waiting = submissions
      .map((submission, at) => ({ submission, at }))
      .sort((a, b) =>
        (b.submission.lab ?? "").localeCompare(a.submission.lab ?? ""),
      );
  }

  /**
   * The next submission for a workplace, and its place among all.
   *
   * @returns undefined when none is left
   */
  next(workplace: object): Entry | undefined {
    const own = this.#labs.get(workplace);
    this.#labs.delete(workplace);
    const others = new Set(this.#labs.values());
    const find = (isFit: (lab: string | undefined) => boolean) =>
      this.#waiting.find(({ submission }) => isFit(submission.lab));
    const entry =
      find((lab) => lab === own) ??
      find((lab) => !others.has(lab)) ??
      this.#waiting[0];
    if (!entry) return undefined;
    this.#waiting.splice(this.#waiting.indexOf(entry), 1);
    this.#labs.set(workplace, entry.submission.lab);
    return entry;
  }
}
