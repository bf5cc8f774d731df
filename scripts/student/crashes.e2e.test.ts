import { expect, test } from "vitest";
import { copyOf } from "./copy.ts";

const AUTH = "src/auth/auth.ts";
const ROUTE = "src/app/api/auth/[...all]/route.ts";
const SCHEMA = "src/db/schema.ts";
const JOURNAL = "drizzle/meta/_journal.json";
const CREATED = "drizzle/0002_auth_tables.sql";

/** A slip of the pen in a solution, and what its report must begin with. */
type Slip = {
  name: string;
  step: string;
  file: string;
  from: string | RegExp;
  to: string;
  /** What the first lines say, in this order. */
  said: string[];
  /** Whether many tests hang on it besides the one that is told. */
  others?: true;
  not?: RegExp;
};

const slips: Slip[] = [
  {
    name: "a misspelt name while auth loads",
    step: "bauth01",
    file: AUTH,
    from: "  advanced,",
    to: "  advansed,",
    said: ["«advansed» нигде не объявлено", `Откройте: ${AUTH}:10`],
    others: true,
    not: /Откройте: src\/app/,
  },
  {
    name: "a syntax error",
    step: "bauth01",
    file: AUTH,
    from: "export const auth",
    to: "export const = auth",
    said: ["файл не читается, символ 14", `Откройте: ${AUTH}:6`],
    others: true,
  },
  {
    name: "null is thrown",
    step: "bauth01",
    file: AUTH,
    from: "// #region auth",
    to: "throw null;",
    said: ["бросил исключение «null»", `Откройте: ${AUTH}:5`],
    others: true,
  },
  {
    name: "an import from a place that is not there",
    step: "bauth01",
    file: ROUTE,
    from: "../../../../auth/auth",
    to: "../../../auth/auth",
    said: ["«../../../auth/auth»", `Откройте: ${ROUTE}:2`],
  },
  {
    name: "a missing export, which only the compiler sees",
    step: "bauth01",
    file: AUTH,
    from: "export const auth",
    to: "const auth",
    said: ["Проверка типов", `✗ ${ROUTE}:2`, "не экспортируется"],
  },
  {
    name: "db instead of an adapter",
    step: "bauth02",
    file: AUTH,
    from: /drizzleAdapter\(db, \{[^}]*\}\)/,
    to: "db",
    said: ["database передано не то", `Откройте: ${AUTH}:12`, "адаптер"],
    not: /экспортирована/,
  },
  {
    name: "usePlural is missing",
    step: "bauth02",
    file: AUTH,
    from: "usePlural: true,",
    to: "",
    said: ["во множественном числе", `${AUTH}:12`, "usePlural"],
  },
  {
    name: "no parentheses after a column's method",
    step: "bauth03",
    file: SCHEMA,
    from: ".unique()",
    to: ".unique",
    said: [`Откройте: ${SCHEMA}:35`, "не хватает скобок"],
    not: /экспортирована/,
  },
  {
    name: "a forgotten await",
    step: "bauth04",
    file: "src/auth/registration.ts",
    from: "= await auth.api",
    to: "= auth.api",
    said: ["«.user» оказалось undefined", "registration.ts:33", "await"],
  },
  {
    name: "an API with another name",
    step: "bauth04",
    file: "src/auth/registration.ts",
    from: "signUpEmail",
    to: "signUp",
    said: ["«auth.api.signUp» — не функция", "registration.ts:28"],
    not: /экспортирована/,
  },
  {
    name: "a column with another name",
    step: "bauth08",
    file: "src/auth/clean-up.ts",
    from: "sessions.expiresAt",
    to: "sessions.expireAt",
    said: [
      "Запрос: delete from",
      "src/auth/clean-up.ts:14",
      "«expiresAt»",
    ],
  },
  {
    name: "milliseconds where seconds are counted",
    step: "bauth08",
    file: AUTH,
    from: "60 * 60 * 24",
    to: "60 * 60 * 24 * 1000",
    said: [`Откройте: ${AUTH}:25`, "считают в секундах"],
  },
];

test.each(slips)(
  "$name: told once, first, with its line",
  async (slip) => {
    const lab = await copyOf(`solutions/${slip.step}`, slip.name);
    lab.edit(slip.file, (code) => code.replace(slip.from, slip.to));
    const { all, exitCode } = await lab.vitest(["run"]);
    const screen = all.split("\n").slice(0, 15).join("\n");
    let rest = screen;
    for (const part of slip.said) {
      expect(rest, screen).toContain(part);
      rest = rest.slice(rest.indexOf(part));
    }
    if (slip.others)
      expect(screen).toMatch(
        /Из-за этой же ошибки не прошло ещё \d+ тест/,
      );
    if (slip.not) expect(all).not.toMatch(slip.not);
    expect(all).not.toMatch(/__vi|\n\s+at |Warning:|Та же ошибка/);
    expect(exitCode).toBe(1);
  },
);

test.each([
  {
    slip: "a comma of the journal is lost",
    file: JOURNAL,
    change: (text: string) => text.replace("},\n", "}\n"),
    said: `Файл ${JOURNAL}, строка 12, не читается`,
  },
  {
    slip: "a migration is cut off",
    file: CREATED,
    change: (text: string) => text.slice(0, text.length / 2),
    said: `${CREATED}, строка 16: база отказала — unterminated`,
  },
  {
    slip: "a migration has another name than in the journal",
    file: JOURNAL,
    change: (text: string) => text.replace("0002_auth", "0002_outh"),
    said: "Миграции drizzle/0002_outh_tables.sql нет",
  },
])("$slip: the file is named", async ({ slip, file, change, said }) => {
  const lab = await copyOf("solutions/bauth03", slip);
  lab.edit(file, change);
  const { all, exitCode } = await lab.vitest(["run"]);
  expect(all).toContain(said);
  expect(all).not.toMatch(/Встроенный PostgreSQL|\n\s+at /);
  expect(exitCode).toBe(1);
});
