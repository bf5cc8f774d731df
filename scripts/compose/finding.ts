/** One thing that is wrong, and what to do about it. */
export type Finding = {
  /** The files it is about, from the root of the course. */
  paths: string[];
  /** Goes on from the paths: "was deleted, but …". */
  problem: string;
  /** One or two sentences that name the file or command. */
  advice: string;
};

/** Findings for the terminal; the paths of equal ones stand together. */
export function printed(findings: Finding[]): string {
  const paths = new Map<string, string[]>();
  for (const finding of findings) {
    const what = `    ${finding.problem}.\n    ${finding.advice}\n`;
    paths.set(what, [...(paths.get(what) ?? []), ...finding.paths]);
  }
  return Array.from(
    paths,
    ([what, about]) => `${about.join("\n")}\n${what}`,
  ).join("\n");
}

/**
 * Names the first of many paths.
 *
 * @returns such as "labs/bauth01/x and 19 more"
 */
export function some(paths: string[]): string {
  const [first = "", ...more] = paths;
  return more.length > 0 ? `${first} and ${more.length} more` : first;
}
