import { appendFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { copyOf } from "./copy.ts";

const TESTS = "tests/bauth02.test.ts";
const AUTH = "src/auth/auth.ts";

test("only the whole of a step's tests can say that it is done", async () => {
  const lab = await copyOf("solutions/bauth02", "parts");
  const run = async (...args: string[]) => {
    const { all, exitCode } = await lab.vitest(["run", ...args]);
    expect(all).not.toMatch(/Всё пройдено|Шаг \S+ готов/);
    return { all, exitCode };
  };

  const one = await run("bauth01");
  expect(one.all).toContain("Не запускались тесты шагов: bauth02.");
  expect(one.exitCode).toBe(0);

  lab.edit(TESTS, (code) => code.replace("  test(", "  test.skip("));
  const skipped = await run();
  expect(skipped.all).toMatch(/не запускалось: 1\b/);
  expect(skipped.all).toContain("Пропущено тестов: 1. Уберите");
  expect(skipped.exitCode).toBe(1);

  rmSync(join(lab.folder, TESTS));
  const deleted = await run();
  expect(deleted.all).toContain(`Файла ${TESTS} нет: верните его`);
  expect(deleted.exitCode).toBe(1);

  rmSync(join(lab.folder, "support/steps.json"));
  const unknown = await run();
  expect(unknown.all).toContain("support/steps.json пропал");
  expect(unknown.exitCode).toBe(1);
});

test("what fails around the tests is red, whatever it throws", async () => {
  const lab = await copyOf("solutions/bauth01", "around");
  appendFileSync(
    join(lab.folder, "tests/bauth01.test.ts"),
    `
    import { afterAll, beforeAll } from "vitest";
    describe("a", () => { beforeAll(() => { throw null; }); test("x", () => {}); });
    describe("b", () => { afterAll(() => { throw { code: "E_B" }; }); test("y", () => {}); });
    describe("c", () => { test("z", () => Promise.reject("сломано")); });
    `,
  );
  const { all, exitCode } = await lab.vitest(["run"]);
  expect(all).toContain("подготовка тестов не удалась");
  expect(all).toMatch(/null[\s\S]*E_B|E_B[\s\S]*null/);
  expect(all).toContain("сломано");
  expect(all).not.toMatch(/готов\.|Всё пройдено|\n\s+at /);
  expect(exitCode).toBe(1);
});

test("green tests with a type error are not done", async () => {
  const lab = await copyOf("solutions/bauth02", "types");
  lab.edit(AUTH, (code) =>
    code.replace("import * as schema", "import schema"),
  );
  const { all, exitCode } = await lab.vitest(["run"]);
  expect(all).toMatch(
    /Проверка типов.*\n {2}✗ src\/auth\/auth\.ts:4\n.+\n +TS1192: /,
  );
  expect(all).toContain("Всё пройдено");
  expect(all).not.toContain("готов");
  expect(exitCode).toBe(1);
});

test("console.log of the student stands below its test, and is cut", async () => {
  const lab = await copyOf("solutions/bauth02", "prints");
  lab.edit(AUTH, (code) =>
    code.replace(
      "// #region auth",
      'console.log("вижу auth"); for (let i = 0; i < 1000; i += 1) console.log("строка", i);',
    ),
  );
  const { all, exitCode } = await lab.vitest(["run"]);
  expect(all).toMatch(/✓ .+\n {6}│ вижу auth\n {6}│ строка 0\n/);
  expect(all).toContain("дальше вывод обрезан");
  expect(all).not.toMatch(/строка 99|Better Auth\]|ERROR/);
  expect(exitCode).toBe(0);
});

test("routes and imports are found as Next.js finds them", async () => {
  const lab = await copyOf("solutions/bauth02", "routes");
  const inLab = (path: string) => join(lab.folder, path);
  const route = "src/app/(auth)/api/auth/[[...better-auth]]/route.js";
  mkdirSync(dirname(inLab(route)), { recursive: true });
  renameSync(inLab("src/app/api/auth/[...all]/route.ts"), inLab(route));
  lab.edit("tsconfig.json", (text) =>
    text.replace(
      '"compilerOptions": {',
      '"compilerOptions": { "paths": { "@/*": ["./src/*"] },',
    ),
  );
  lab.edit(
    route,
    (code) =>
      `\uFEFF${code.replace("../../../../auth/auth", "@/auth/auth").replaceAll("\n", "\r\n")}`,
  );
  const { all, exitCode } = await lab.vitest(["run"]);
  expect(all).toContain("Шаг bauth02 готов");
  expect(exitCode).toBe(0);
});
