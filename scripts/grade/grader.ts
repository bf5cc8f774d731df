import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expectedTests } from "../../course/base/support/report/mistakes.ts";
import { withOwnEnds } from "../../course/base/support/student/work.ts";
import { type Files, filesOf, ignoredIn } from "../course/files.ts";
import { fingerprint } from "../course/fingerprint.ts";
import { stepIds } from "../course/steps.ts";
import type { RunCache } from "../process/run-cache.ts";
import { type Grade, gradeOf, type Ran, type Verdict } from "./grade.ts";
import type { Journal } from "./journal.ts";
import {
  handedIn,
  isTaken,
  type Submission,
  UnfitSubmission,
} from "./submissions.ts";
import type { Workplace } from "./workplace.ts";

/** A lab as the course hands it out, and what its tests have to be. */
type Lab = {
  files: Files;
  /** How many tests each step has. */
  expected: Map<string, number>;
  /** Next.js runs in processes that only bubblewrap can confine. */
  hasSite: boolean;
};

/** What decides whether, and how, submissions are run. */
export type Rules = {
  /** Folder of the course. */
  root: string;
  cache: RunCache;
  journal: Journal;
  /** What else an outcome depends on, such as the walls. */
  circumstances: string[];
  /** Whether a lab with a site may run. */
  mayRunSites: boolean;
  /** Ends the grading: what a run came to then says nothing. */
  signal?: AbortSignal;
};

/** Grades submissions, with the course's own tests and support. */
export class Grader {
  readonly #rules: Rules;
  readonly #labs = new Map<string, Lab>();

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /**
   * Grades one; a run whose files are the same is not repeated.
   *
   * @param isGood whether a run may be remembered
   */
  async grade(
    { student, lab, folder }: Submission,
    workplace: Workplace,
    isGood: (ran: Ran) => boolean = () => true,
  ): Promise<Grade> {
    const without = (
      verdict: Verdict,
      reason: string,
      notes: string[] = [],
    ) =>
      ({
        ...{ student, lab: lab ?? "—", verdict, reason, notes },
        ...{ passed: 0, failed: 0, share: 0, seconds: 0 },
        ...{ refusals: [], mistakes: [] },
      }) satisfies Grade;
    if (!lab || !stepIds(this.#rules.root).includes(lab))
      return without(
        "unknown",
        "по папке не понять, какая это лабораторная: назовите папку bauth04 или добавьте --lab bauth04",
      );
    try {
      const { files, isWhole, notes } = handedIn(folder);
      if (files.size === 0)
        return without("empty", "нет ни src/, ни drizzle/", notes);
      if (!isWhole)
        notes.push("сдана не вся папка: чего нет, взято из начала");
      const { hasSite, ...own } = this.#lab(lab);
      const brought = isWhole ? files : withStart(files, own.files);
      if (isSame(brought, own.files))
        return without("untouched", "", notes);
      if (hasSite && !this.#rules.mayRunSites)
        return without(
          "ungraded",
          "эту лабораторную удержит только bubblewrap, а здесь его нет: см. docs/grading.md",
          notes,
        );
      const whole = new Map([
        ...[...own.files].filter(([path]) => !isTaken(path)),
        ...brought,
      ]);
      const ran = await this.#ran(lab, whole, hasSite, workplace, isGood);
      const grade = gradeOf(ran, own.expected, this.#folderOf(lab));
      return { student, lab, ...grade, notes };
    } catch (error) {
      if (error instanceof UnfitSubmission)
        return without("stopped", error.message);
      throw error;
    }
  }

  #ran(
    lab: string,
    files: Files,
    hasSite: boolean,
    workplace: Workplace,
    isGood: (ran: Ran) => boolean,
  ): Promise<Ran> {
    const { cache, journal, circumstances, signal } = this.#rules;
    const key = fingerprint(files);
    return cache.outcome(
      files,
      ["grade", lab, ...circumstances],
      async () => {
        if (journal.isSuspect(key)) {
          const limit =
            "на ней дважды оборвалась вся проверка; ещё раз: с --fresh";
          return { run: { tests: [], broken: [], limit }, seconds: 0 };
        }
        const ran = await journal.during(key, () =>
          workplace.run(lab, files, hasSite),
        );
        signal?.throwIfAborted();
        return ran;
      },
      isGood,
    );
  }

  #lab(id: string): Lab {
    const known = this.#labs.get(id);
    if (known) return known;
    const { root } = this.#rules;
    const lab = {
      files: filesOf(root, `labs/${id}`, ignoredIn(root)),
      expected: expectedTests(this.#folderOf(id)),
      hasSite: existsSync(
        join(this.#folderOf(id), "support/site-host.ts"),
      ),
    };
    this.#labs.set(id, lab);
    return lab;
  }

  #folderOf(lab: string): string {
    return join(this.#rules.root, "labs", lab);
  }
}

/** Part of a lab, over what the course hands out. */
function withStart(files: Files, start: Files): Files {
  return new Map([
    ...[...start].filter(([path]) => isTaken(path)),
    ...files,
  ]);
}

/** Line ends are nobody's work: Windows saves others. */
function isSame(brought: Files, start: Files): boolean {
  const taken = [...start].filter(([path]) => isTaken(path));
  const textAt = (file: string) => withOwnEnds(readFileSync(file));
  return (
    brought.size === taken.length &&
    taken.every(([path, file]) => {
      const own = brought.get(path);
      return own !== undefined && textAt(own).equals(textAt(file));
    })
  );
}
