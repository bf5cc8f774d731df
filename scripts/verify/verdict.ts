import { type Check, type Finding, listed } from "../report/finding.ts";

/** What is wrong with one thing that was looked at; empty when all is well. */
export type Verdict = Pick<Finding, "what" | "todo">[];

/**
 * A check of one thing.
 *
 * @param rule by which it was looked at
 * @param subject what was looked at, such as "labs/bauth04"
 */
export function checked(
  rule: string,
  subject: string,
  verdict: Verdict,
): Check {
  const findings = verdict.map((one) => ({
    rule,
    places: [subject],
    ...one,
  }));
  return { rule, subject, findings };
}

/**
 * Says the same about some things, if there are any, and names the first.
 *
 * @param what is wrong with them
 * @param todo what to do about it
 */
export function about(
  names: string[],
  what: string,
  todo: string,
): Verdict {
  return names.length > 0
    ? [{ what: `${what}${listed(names)}`, todo }]
    : [];
}
