/**
 * Known mistakes: tests/bauthNN.mistakes.json says which help fits which set
 * of failed tests, and how many tests there are. The course writes it from
 * answers that it knows as wrong.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { TestModule } from "vitest/node";

/** What a step's file of known mistakes says. */
export type Known = {
  /** How many tests the step has. */
  tests: number;
  /** By fingerprint of a run. */
  helps: Record<string, string[]>;
};

/** A failed test, by its full name, and the reason that it gave. */
export type Failure = { test: string; why: string };

/**
 * A short name for what a run found wrong: which tests of a step failed, and
 * why. What was found instead differs from run to run and does not count.
 * @param failures in any order
 */
export function fingerprintOf(failures: Failure[]): string {
  const each = failures.map(({ test, why }) =>
    JSON.stringify([test, why]),
  );
  const all = [...new Set(each)].sort().join("\n");
  return createHash("sha256").update(all).digest("hex").slice(0, 12);
}

/**
 * What helped others whose runs failed in this way.
 * @param stepId such as "bauth04"
 * @param failures the failed tests of that step's file, after a whole run
 * @param folder of the lab
 */
export function helpFor(
  stepId: string,
  failures: Failure[],
  folder = process.cwd(),
): string[] {
  if (failures.length === 0) return [];
  return knownOf(stepId, folder).helps[fingerprintOf(failures)] ?? [];
}

/**
 * What the course knows of a step's mistakes; nothing where the file is gone.
 * @param folder of the lab
 */
export function knownOf(stepId: string, folder = process.cwd()): Known {
  const file = join(folder, "tests", `${stepId}.mistakes.json`);
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Known)
    : { tests: 0, helps: {} };
}

/**
 * How many tests each step of a lab has, by its id, in order.
 * @param folder of the lab
 */
export function expectedTests(folder: string): Map<string, number> {
  return new Map(
    readdirSync(join(folder, "tests"))
      .flatMap((name) => /^(.+)\.mistakes\.json$/.exec(name)?.[1] ?? [])
      .sort()
      .map((id) => [id, knownOf(id, folder).tests]),
  );
}

/**
 * Names the mistake that a run looks like, for the reporter.
 * @param stepId the step in work
 * @param files what has run
 * @returns empty when it looks like none, or was not a whole run
 */
export function likelyMistake(
  stepId: string,
  files: readonly TestModule[],
  folder?: string,
): string {
  const own = files.find(
    ({ moduleId }) => basename(moduleId) === `${stepId}.test.ts`,
  );
  const tests = [...(own?.children.allTests() ?? [])];
  const states = tests.map((test) => test.result().state);
  if (states.some((state) => !/^(passed|failed)$/.test(state))) return "";
  const failed = tests.filter((test) => test.result().state === "failed");
  const helps = helpFor(
    stepId,
    failed.map((test) => ({
      test: test.fullName,
      why: whyOf(test.result().errors),
    })),
    folder,
  );
  return helps.length > 1
    ? `Похоже на одну из частых ошибок:\n${helps.map((help) => `  — ${help}`).join("\n")}`
    : helps.map((help) => `Похоже на частую ошибку: ${help}`).join("");
}

/** The reason that a failed test gave; empty when it crashed. */
export function whyOf(errors: readonly object[] = []): string {
  return errors
    .map((error) => ("why" in error ? String(error.why) : ""))
    .join("\n");
}
