import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyOf } from "./copy.ts";

const nowhere = "http://127.0.0.1:1";

/** What shells, other projects and offices set. */
const hostile = {
  NODE_ENV: "production",
  APP_ORIGIN: nowhere,
  TEST_DATABASE_URL: "postgres://127.0.0.1:1/other",
  BETTER_AUTH_SECRET: "short",
  BETTER_AUTH_SECRETS: "1:short",
  BETTER_AUTH_URL: "https://other.example",
  BETTER_AUTH_TRUSTED_ORIGINS: "https://other.example",
  AUTH_SECRET: "short",
  NEXT_DIST_DIR: "/nowhere",
  NEXT_RUNTIME: "edge",
  VITE_OTHER: "1",
  VITEST_POOL_ID: "7",
  VITEST_MAX_WORKERS: "4",
  PGSSLMODE: "require",
  PGHOST: "nowhere.invalid",
  PGPORT: "1",
  PGUSER: "nobody",
  PGDATABASE: "other",
  PGOPTIONS: "-c search_path=other",
  PGCLIENTENCODING: "LATIN1",
  PGTZ: "Asia/Tokyo",
  HTTP_PROXY: nowhere,
  http_proxy: nowhere,
  ALL_PROXY: nowhere,
  npm_config_proxy: nowhere,
  // Node 22.21 and 24 know the first, later ones the second, too.
  NODE_USE_ENV_PROXY: "1",
  TZ: "Pacific/Kiritimati",
  LANG: "tr_TR.UTF-8",
  LC_ALL: "tr_TR.UTF-8",
  FORCE_COLOR: "3",
  CI: "1",
};

test("no variable of the shell changes the result of a solution", async () => {
  const lab = await copyOf("solutions/bauth05", "environment");
  const { all, exitCode } = await lab.vitest(["run"], hostile);
  expect(all).toContain("Шаг bauth05 готов");
  expect(exitCode).toBe(0);
});

test("PG* completes DATABASE_URL, and DATABASE_URL reaches the tests", async () => {
  const lab = await copyOf("solutions/bauth01", "address");
  const { all, exitCode } = await lab.vitest(["run"], {
    DATABASE_URL: "postgres:///course",
    PGHOST: "127.0.0.1",
    PGPORT: "1",
  });
  expect(all).toContain(
    "«127.0.0.1» из DATABASE_URL не отвечает на порту 1",
  );
  expect(exitCode).toBe(1);
});

test("every reporter tells the lesson", async () => {
  const lab = await copyOf("labs/bauth01", "reporters");
  const reporters = ["verbose", "github-actions", "junit", "json"];
  const { all } = await lab.vitest([
    "run",
    ...reporters.map((name) => `--reporter=${name}`),
    "--outputFile.junit=junit.xml",
    "--outputFile.json=report.json",
  ]);
  const written = (file: string) =>
    readFileSync(join(lab.folder, file), "utf8");
  const lesson =
    /Найдено: .+(\n|\\n)\s*Почему это важно: .+(\n|\\n)\s*Откройте: src\//;
  expect(all).toMatch(lesson);
  expect(all).toMatch(/::error .*Найдено: .+%0AПочему.+%0AОткройте: src/);
  expect(written("junit.xml")).toMatch(lesson);
  expect(written("report.json")).toMatch(lesson);
});

test("a red run names the first thing to do, a green one what is done", async () => {
  const lab = await copyOf("labs/bauth02", "report");
  const red = await lab.vitest(["run"]);
  expect(red.exitCode).toBe(1);
  expect(red.all).toMatch(
    /bauth01 · Инициализация\n {2}✓ все тесты: \d+\n\nbauth02 · /,
  );
  expect(red.all).toMatch(
    / {2}✗ .+\n {6}Найдено: .+\n {6}Почему это важно: .+\n {6}Откройте: src\/.+\n {6}Слайд: «.+»\n/,
  );
  expect(red.all).toMatch(
    /Пройдено: \d+, не пройдено: \d+\. Начните с первого ✗ сверху/,
  );
  expect(red.all).not.toMatch(/node_modules|\n\s+at /);

  const solution = await copyOf("solutions/bauth02", "report");
  const green = await solution.vitest(["run"]);
  expect(green.exitCode).toBe(0);
  expect(green.all).not.toContain("✗");
  expect(green.all).toMatch(/Всё пройдено: \d+\.\nШаг bauth02 готов\. .+/);
});

test("tests that wait in vain end, and after three of them the run", async () => {
  const lab = await copyOf("solutions/bauth01", "waiting");
  lab.edit("src/app/api/auth/[...all]/route.ts", (code) =>
    code.replace(
      /export const .*/,
      "export const GET = () => new Promise(() => {}), POST = GET;",
    ),
  );
  lab.edit("support/setup.ts", (code) =>
    code.replace("limit = 10", "limit = 1"),
  );
  const { all, exitCode } = await lab.vitest(["run"]);
  expect(all).toMatch(
    /Тест «.+» и 2 перед ним не дождались ответа\.\nПосмотрите, нет ли/,
  );
  expect(exitCode).toBe(1);
});

test("a chosen test proves no step, and the others did not fail", async () => {
  const lab = await copyOf("solutions/bauth01", "chosen");
  const { all, exitCode } = await lab.vitest([
    "run",
    ...["-t", "доходит до обработчика"],
  ]);
  expect(all).toMatch(
    /Пройдено: [1-9]\d*, не пройдено: 0, не запускалось: [1-9]/,
  );
  expect(all).not.toMatch(/✗|готов/);
  expect(exitCode).toBe(0);
});

/** A solution in which a student wrote a loop, and a watchdog of three seconds. */
async function looping(name: string, condition: string) {
  const lab = await copyOf("solutions/bauth01", `loop-${name}`);
  lab.edit(
    "src/auth/auth.ts",
    (code) =>
      `const shared: any = globalThis;\nconst begun = (shared.begun ??= Date.now());\nwhile (${condition}) {}\n${code}`,
  );
  lab.edit("support/watchdog.ts", (code) =>
    code.replace("STUCK_AFTER = 20", "STUCK_AFTER = 3"),
  );
  return lab;
}

test.each([
  ["another reporter", ["run", "--reporter=json"]],
  ["watch mode", ["watch"]],
])("an endless loop ends: %s", async (name, args) => {
  const lab = await looping(name, "true");
  const { all, exitCode } = await lab.vitest(args);
  expect(all).toContain(
    "Тесты шага bauth01 (Инициализация) молчат уже 3 с",
  );
  expect(exitCode).toBe(1);
});

test("at a breakpoint there is all the time in the world", async () => {
  const lab = await looping("debugged", "Date.now() < begun + 5_000");
  const { all, exitCode } = await lab.vitest(["run"], {
    NODE_OPTIONS: "--inspect=127.0.0.1:0",
  });
  expect(all).toContain("Шаг bauth01 готов");
  expect(exitCode).toBe(0);
});
