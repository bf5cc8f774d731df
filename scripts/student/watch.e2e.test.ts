import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { whenSaid } from "../process/said.ts";
import { copyOf } from "./copy.ts";

const AUTH = "src/auth/auth.ts";
const MIGRATION = "drizzle/0001_auth_draft.sql";

/** A solution of the second step with `pnpm test:watch` at its first result. */
async function watched(name: string) {
  const lab = await copyOf("solutions/bauth02", `watched-${name}`);
  const run = lab.command("test:watch", "--watch");
  onTestFinished(async () => {
    run.kill("SIGINT");
    await run;
  });
  const said = (text: string) => whenSaid(run, text);
  const report = () => said("Жду изменений");
  expect(await report()).toContain("Шаг bauth02 готов");
  return {
    said,
    report,
    /** @returns all that is said from the save to the verdict */
    async save(file: string, change: (code: string) => string) {
      const next = report();
      lab.edit(file, change);
      return next;
    },
    edit: lab.edit,
    folder: lab.folder,
  };
}

test("a save is answered with this step's result, what it changed, and then the rest", async () => {
  const { save } = await watched("news");
  const red = await save(AUTH, (code) =>
    code.replace("usePlural: true", "usePlural: false"),
  );
  const news = red.slice(red.indexOf("bauth02 · "));
  expect(news).toMatch(
    /^bauth02 · .+: прошло \d+ из \d+\n {2}Стали красными: \d+ — «/,
  );
  // The first in full, the others in a line each.
  expect(news.match(/Почему это важно|Ошибка в коде/g)).toHaveLength(1);
  expect(news.match(/^ {2}✗ /gm)!.length).toBeGreaterThan(1);
  expect(news).not.toContain("готов.");

  const green = await save(AUTH, (code) =>
    code.replace("usePlural: false", "usePlural: true"),
  );
  expect(green).toMatch(
    /bauth02 · .+: прошло (\d+) из \1\n {2}Стали зелёными: \d+ — «.+\n {2}✓ прошлые шаги: все тесты, \d+\n/,
  );
  expect(green).toContain("Шаг bauth02 готов");

  const same = await save(AUTH, (code) => `${code}\n`);
  expect(same).toContain("С прошлого сохранения без перемен.");
});

test("a save that comes before the verdict gives the run up", async () => {
  const { said, report, edit } = await watched("twice");
  const verdict = report();
  const news = said(": прошло");
  edit(AUTH, (code) => `${code}\n// once`);
  await news;
  edit(AUTH, (code) => `${code}\n// twice`);
  const all = await verdict;
  expect(all.match(/: прошло/g)).toHaveLength(2);
  expect(all.match(/прошлые шаги/g)).toHaveLength(1);
});

test("a run goes on beside changes that no other run follows", async () => {
  const { said, report, edit, folder } = await watched("beside");
  const verdict = report();
  const news = said(": прошло");
  edit(AUTH, (code) => `${code}\n// once`);
  await news;
  mkdirSync(join(folder, "src/empty"));
  rmSync(join(folder, "src/access/notes.ts"));
  edit("README.md", (text) => `${text}\n`);
  const all = await verdict;
  expect(all.match(/: прошло/g)).toHaveLength(1);
  expect(all).toContain("прошлые шаги");
});

test("a migration that the database refuses is named, and may be put right", async () => {
  const { save } = await watched("migration");
  const refused = await save(MIGRATION, (sql) =>
    sql.replace("CREATE TABLE", "CREATE TABEL"),
  );
  expect(refused).toContain(`${MIGRATION}, строка 1: база отказала`);
  const green = await save(MIGRATION, (sql) =>
    sql.replace("CREATE TABEL", "CREATE TABLE"),
  );
  expect(green).toContain("Шаг bauth02 готов");
});
