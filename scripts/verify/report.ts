/** What the verification proves about the course. */
export type Rule =
  | "composition"
  | "versions"
  | "giveaway"
  | "lab"
  | "solution"
  | "types"
  | "migration"
  | "imports"
  | "wrong";

/** One thing that is wrong. Texts are Russian: the author reads them. */
export type Finding = {
  /** Such as "bauth04"; undefined when it is about the whole course. */
  step: string | undefined;
  rule: Rule;
  /** Where, and what was found there. */
  what: string;
  /** The file to edit, or the command to run. */
  todo: string;
};

/** One thing that was looked at. */
export type Check = {
  step: string | undefined;
  rule: Rule;
  /** Such as "labs/bauth04". */
  subject: string;
  /** Empty when all is well. */
  findings: Finding[];
};

/** The outcome of a verification, as `--json` writes it. */
export type Report = {
  passed: number;
  failed: number;
  findings: Finding[];
  checks: (Omit<Check, "findings"> & { passed: boolean })[];
};

/** Sums up what the checks found. */
export function reportOf(checks: Check[]): Report {
  const failed = checks.filter(({ findings }) => findings.length > 0);
  return {
    passed: checks.length - failed.length,
    failed: failed.length,
    findings: checks.flatMap(({ findings }) => findings),
    checks: checks.map(({ findings, ...check }) => ({
      ...check,
      passed: findings.length === 0,
    })),
  };
}

/** Findings for the terminal; those that ask for the same stand together. */
export function printed(findings: Finding[]): string {
  const byTodo = new Map<string, string[]>();
  for (const { rule, what, todo } of findings) {
    const whats = byTodo.get(todo) ?? [];
    byTodo.set(todo, whats);
    whats.push(`✘ ${titles[rule]}: ${what}`);
  }
  return Array.from(
    byTodo,
    ([todo, whats]) =>
      `${whats.join("\n")}\n  → ${todo.replaceAll("\n", "\n    ")}\n`,
  ).join("\n");
}

const titles: Record<Rule, string> = {
  composition: "составление",
  versions: "версии",
  giveaway: "подсказка вместо задания",
  lab: "лабораторная",
  solution: "решение",
  types: "типы",
  migration: "миграция",
  imports: "направление импортов",
  wrong: "неверный ответ",
};
