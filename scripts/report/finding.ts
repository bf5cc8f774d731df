/** One thing that is wrong. Texts are Russian: the author reads them. */
export type Finding = {
  /** What was looked at, such as "типы" or "размер букв". */
  rule: string;
  /** Where: files or folders from the root, or a slide. */
  places: string[];
  /** What was found there. */
  what: string;
  /** The file to edit, or the command to run. */
  todo?: string;
};

/** One thing that was looked at. */
export type Check = {
  rule: string;
  /** Such as "labs/bauth04". */
  subject: string;
  /** Empty when all is well. */
  findings: Finding[];
  /** Something to know even when all is well. */
  note?: string;
};

/** What checks came to, as `--json` writes it. */
export type Report = {
  passed: number;
  failed: number;
  findings: Finding[];
  checks: {
    rule: string;
    subject: string;
    passed: boolean;
    note?: string;
  }[];
};

/** Sums up what checks found. */
export function reportOf(checks: Check[]): Report {
  const failed = checks.filter(({ findings }) => findings.length > 0);
  return {
    passed: checks.length - failed.length,
    failed: failed.length,
    findings: checks.flatMap(({ findings }) => findings),
    checks: checks.map(({ rule, subject, findings, note }) => ({
      rule,
      subject,
      passed: findings.length === 0,
      note,
    })),
  };
}

/**
 * Findings for the terminal: those of a place together, and what is the same
 * in many places said once.
 */
export function printed(findings: Finding[]): string {
  const alike = Map.groupBy(findings, ({ rule, what, todo }) =>
    JSON.stringify([rule, what, todo]),
  );
  const merged = Array.from(alike.values(), (same) => ({
    ...same[0]!,
    places: [...new Set(same.flatMap(({ places }) => places))],
  }));
  const byPlaces = Map.groupBy(merged, ({ places }) => places.join("\n"));
  return Array.from(byPlaces, ([places, here]) => {
    const byTodo = Map.groupBy(here, ({ todo = "" }) => todo);
    const said = Array.from(byTodo, ([todo, some]) => [
      ...some.map(({ rule, what }) => `  ✘ ${rule}: ${indented(what)}`),
      ...(todo ? [`    → ${indented(todo)}`] : []),
    ]);
    return [places, ...said.flat()].join("\n");
  }).join("\n\n");
}

/**
 * Names the first few of many.
 *
 * @param names shown as they are, each on a line of its own
 * @param limit how many to show
 * @returns such as "\none\ntwo\n… и ещё 3"
 */
export function listed(names: string[], limit = 3): string {
  const shown = names.slice(0, limit);
  const rest = names.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… и ещё ${rest}`] : [])]
    .map((name) => `\n${name}`)
    .join("");
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n      ");
}
