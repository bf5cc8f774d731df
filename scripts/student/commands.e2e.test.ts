import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import { whenSaid } from "../process/said.ts";
import { homeWithCourse, repository } from "./degit.ts";
import { placeOfWork, workIn } from "./work.ts";

const AUTH = "src/auth/auth.ts";
const withGit = test.skipIf(!has("git"));

/** A place with one lab in it. */
async function labAt(folder: string) {
  const { place, take } = await placeOfWork();
  return { place, take, lab: take(folder) };
}

describe("hint", () => {
  test("shows one hint more each time, then what to read", async () => {
    const { lab } = await labAt("labs/bauth06");
    for (const number of [1, 2, 3]) {
      const { all } = await lab.type("hint");
      expect(all).toContain(`Подсказка ${number} из 3 · bauth06`);
      expect(all.match(/^Подсказка /gm)).toHaveLength(1);
    }
    const { all } = await lab.type("hint");
    expect(all).toContain("Подсказок больше нет, их было 3");
    expect(all).toContain("Слайд лекции: «Получение session»");
    expect(all).toMatch(/Better Auth: управление сессиями\n +https:/);
  });

  test("repeats a hint, shows all, and refuses what it does not know", async () => {
    const { lab } = await labAt("labs/bauth06");
    expect((await lab.type("hint 2")).all).toContain("Подсказка 2 из 3");
    expect((await lab.type("hint")).all).toContain("Подсказка 3 из 3");
    const all = await lab.type("hint --all");
    expect(all.all.match(/^Подсказка /gm)).toHaveLength(3);
    for (const typed of ["hint 4", "hint x", "hint --more", "hint 1 2"])
      expect(await lab.type(typed)).toMatchObject({ exitCode: 1 });
  });

  test.each([
    ["pnpm/12.21.0 npm/? node/v22", "pnpm hint\n"],
    ["npm/11.0.0 node/v22", "npm run hint\n"],
    ["bun/1.4.5 npm/? node/v24", "bun run hint\n"],
  ])("says for %s: %s", async (npm_config_user_agent, said) => {
    const { lab } = await labAt("labs/bauth01");
    const { all } = await lab.type("hint", { npm_config_user_agent });
    expect(`${all}\n`).toContain(`Следующая подсказка: ${said}`);
  });
});

describe("next", () => {
  withGit(
    "puts the next lab beside this one, also without a network",
    async () => {
      const { place, lab } = await labAt("labs/bauth04");
      const home = await homeWithCourse(root, place);
      lab.write("src/mine.ts", "mine\n");
      const { all, exitCode } = await lab.type(`next ${repository}`, home);
      expect(all).toContain("взята копия, скачанная раньше");
      for (const said of [
        "bauth05 · Login и создание session",
        "Цель: Вход проверяет пароль",
        "10 мин, дома",
        `cd ${join("..", "bauth05")}`,
        "npm install",
      ])
        expect(all).toContain(said);
      expect(exitCode).toBe(0);
      const next = workIn(join(place, "bauth05"));
      expect(next.has("src/mine.ts")).toBe(false);
      expect(next.read("src/auth/sign-in.ts")).toContain("TODO");

      next.write("src/mine.ts", "mine\n");
      const again = await lab.type("next", home);
      expect(again.all).toContain("уже есть, в ней ничего не тронуто");
      expect(again.exitCode).toBe(1);
      expect(next.has("src/mine.ts")).toBe(true);

      // Where the course is need not be said twice.
      const third = await next.type("next", home);
      expect(third.all).toContain("bauth06 · Получение session");
    },
  );

  test("says what is missing, and leaves nothing behind", async () => {
    const { place, lab } = await labAt("labs/bauth04");
    const said = async (typed: string) => {
      const { all, exitCode } = await lab.type(typed);
      expect(exitCode).toBe(1);
      expect(all).not.toMatch(/\n\s+at /);
      return all;
    };
    expect(await said("next")).toContain(
      "Спросите у преподавателя адрес репозитория и выполните: npm run next ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ",
    );
    const offline = await said(`next ${repository}`);
    // For all that degit says without git, the repository may be a closed one.
    expect(offline).toContain(
      has("git")
        ? "нет связи с github.com. Проверьте сеть"
        : "GitHub не отвечает, или репозиторий закрыт",
    );
    expect(offline).toContain("npm run next ПАПКА");
    expect(await said("next ./nowhere")).toContain("курса нет");
    expect(await said("next nowhere")).toContain("не папка и не адрес");
    expect(workIn(place).has("bauth05")).toBe(false);
    expect(await said("next")).toContain("Спросите у преподавателя");
  });

  test("takes it from a clone as it was at the start", async () => {
    const { place, take, lab } = await labAt("labs/bauth04");
    const given = take("labs/bauth05", "clone/labs/bauth05");
    mkdirSync(join(place, "clone/course"));
    given.write("node_modules/x/index.js", "");
    given.write(".data/progress.json", "{}");
    given.write("src/theirs.ts", "");
    given.edit(AUTH, (code) => `${code}// theirs\n`);
    expect(await lab.type("next ../clone")).toMatchObject({ exitCode: 0 });
    const next = workIn(join(place, "bauth05"));
    expect((await next.type("diff")).all).toContain("ничего не изменили");
    for (const path of ["node_modules", "src/theirs.ts"])
      expect(next.has(path)).toBe(false);

    // Within the clone nobody has to say where it is.
    const inside = take("labs/bauth04", "clone/my-labs/bauth04");
    expect(await inside.type("next")).toMatchObject({ exitCode: 0 });
    expect(workIn(place).has("clone/my-labs/bauth05/src")).toBe(true);
  });

  test("after the last lab it says what may come", async () => {
    const { lab } = await labAt("labs/bauth10");
    const { all, exitCode } = await lab.type("next");
    expect(all).toMatch(/от регистрации до выхода[^]*passkeys/);
    expect(exitCode).toBe(0);
  });
});

describe("diff", () => {
  withGit(
    "shows a patch of what was done, and of nothing else",
    async () => {
      const { take, lab } = await labAt("labs/bauth04");
      expect((await lab.type("diff")).all).toContain("ничего не изменили");

      lab.edit(AUTH, (code) =>
        code.replace("advanced,", "advanced, // да"),
      );
      lab.edit("src/env.ts", (code) => code.replaceAll("\n", "\r\n"));
      lab.write("src/new/file.ts", "new\n");
      lab.remove("src/text.ts");
      const { all, exitCode } = await lab.type("diff");
      expect(exitCode).toBe(0);
      expect(all).toContain("Изменено с начала работы: 3 файла.");
      expect(all.match(/^--- .+\n\+\+\+ .+/gm)).toEqual([
        `--- a/${AUTH}\n+++ b/${AUTH}`,
        "--- /dev/null\n+++ b/src/new/file.ts",
        "--- a/src/text.ts\n+++ /dev/null",
      ]);

      const other = take("labs/bauth04", "other");
      await execa("git", ["apply", "-"], {
        cwd: other.folder,
        input: all,
      });
      expect(other.read(AUTH)).toBe(lab.read(AUTH));
      expect(other.read("src/new/file.ts")).toBe("new\n");
      expect(other.has("src/text.ts")).toBe(false);
    },
  );

  test.skipIf(process.platform === "win32")(
    "has colours on a terminal only",
    async () => {
      const { lab } = await labAt("labs/bauth04");
      lab.edit(AUTH, (code) => `${code}// mine\n`);
      const plain = await lab.type("diff");
      expect(plain.all).not.toContain("\u001b[");
      const shown = await lab.typeOnTerminal("diff");
      expect(shown.all).toContain("\u001b[32m+// mine");
    },
  );

  test("warns of tests that are not what they were", async () => {
    const { lab } = await labAt("labs/bauth04");
    lab.edit("tests/bauth04.test.ts", (code) => `${code}// mine\n`);
    lab.remove("support/lesson.ts");
    const { all } = await lab.type("diff");
    expect(all).toContain(
      "Не такие, какими были: support/lesson.ts, tests/bauth04.test.ts.",
    );
  });

  withGit(
    "a red run points to the hints, a green one on; then diff shows the solution",
    async () => {
      const { place, take, lab } = await labAt("labs/bauth01");
      const red = await lab.type("test");
      expect(red.all).toMatch(
        /не пройдено: [^]*\nПодсказка: npm run hint/,
      );

      const solution = take("solutions/bauth01", "solution");
      cpSync(join(solution.folder, "src"), join(lab.folder, "src"), {
        recursive: true,
      });
      lab.edit(AUTH, (code) => `${code}// mine\n`);
      const green = await lab.type("test");
      expect(green.all).toMatch(
        /Шаг bauth01 готов\.[^]*Что вы узнали: .+\nЭто защищает от .+\nДальше: bauth02 · .+ мин\. Взять её: npm run next\n/,
      );

      // Nobody knows where the solution is.
      const own = await lab.type("diff");
      expect(own.all).toMatch(/Решение не показать: [^]*\n\+\/\/ mine/);
      expect(own.exitCode).toBe(0);

      const home = await homeWithCourse(root, place);
      const asked = await lab.type(`diff --solution ${repository}`, home);
      expect(asked.all).toMatch(/«\+» — в решении[^]*\n-\/\/ mine/);
      // It has been kept.
      const compared = await lab.type("diff");
      expect(compared.all).toContain("Тесты приняли и ваше");
      expect(compared.all).toContain("\n-// mine");
      const start = await lab.type("diff --start");
      expect(start.all).toContain("\n+// mine");

      // Other files than those that were green.
      lab.edit(AUTH, (code) => `${code}// more\n`);
      expect((await lab.type("diff")).all).toContain("\n+// more");
      cpSync(join(solution.folder, "src"), join(lab.folder, "src"), {
        recursive: true,
      });
      expect((await lab.type("diff --solution")).all).toContain(
        "такой же, как в решении",
      );
    },
  );

  test("says why there is no solution to show", async () => {
    const { lab } = await labAt("labs/bauth01");
    const { all, exitCode } = await lab.type("diff --solution");
    expect(all).toContain(
      "npm run diff -- --solution ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ",
    );
    expect(exitCode).toBe(1);
  });
});

describe("reset", () => {
  /** A lab in which somebody has worked. */
  async function worked() {
    const { lab } = await labAt("labs/bauth04");
    lab.edit(AUTH, (code) => `${code}// mine\n`);
    lab.write("src/new/file.ts", "new\n");
    lab.write("drizzle/0009_mine.sql", "select 1;\n");
    lab.remove("src/text.ts");
    lab.write(".env.local", "SECRET=1\n");
    lab.write(".data/postgres/file", "");
    /** In the order of their making. */
    const backups = () =>
      lab.has(".data/backup")
        ? readdirSync(join(lab.folder, ".data/backup"))
            .sort()
            .map((name) => `.data/backup/${name}`)
        : [];
    return { lab, backups };
  }

  test("brings the start back and keeps the work, also twice in a second", async () => {
    const { lab, backups } = await worked();
    const { all, exitCode } = await lab.type("reset");
    expect(exitCode).toBe(0);
    const [backup = ""] = backups();
    expect(all).toContain(`Ваша работа сохранена: ${backup}`);
    expect(all).toContain("удалите папку .data/postgres");
    expect(lab.read(`${backup}/${AUTH}`)).toMatch(/\/\/ mine\n$/);
    expect(lab.read(`${backup}/src/new/file.ts`)).toBe("new\n");
    expect(lab.has(`${backup}/drizzle/0009_mine.sql`)).toBe(true);
    for (const path of [
      ".env.local",
      ".data/postgres/file",
      "src/text.ts",
    ])
      expect(lab.has(path)).toBe(true);
    expect(lab.has("src/new")).toBe(false);
    expect((await lab.type("diff")).all).toContain("ничего не изменили");
    expect((await lab.type("reset")).all).toContain("возвращать нечего");

    for (const word of ["first", "second"]) {
      lab.write("src/word.ts", word);
      await lab.type("reset --yes");
    }
    const kept = backups()
      .map((one) => `${one}/src/word.ts`)
      .filter((path) => lab.has(path));
    expect(kept.map((path) => lab.read(path)).sort()).toEqual([
      "first",
      "second",
    ]);
  });

  test.skipIf(process.platform === "win32")(
    "says a command that brings the work back",
    async () => {
      const { lab } = await worked();
      const { all } = await lab.type("reset");
      const [, back = ""] = /Вернуть свою работу: (.+)/.exec(all) ?? [];
      await execa({ cwd: lab.folder, shell: true })(back);
      expect(lab.read(AUTH)).toMatch(/\/\/ mine\n$/);
      expect(lab.read("src/new/file.ts")).toBe("new\n");
    },
  );

  test.skipIf(process.platform === "win32")(
    "asks on a terminal, and does nothing without a yes",
    async () => {
      const { lab, backups } = await worked();
      const answered = async (key: string) => {
        const run = lab.typeOnTerminal("reset");
        await whenSaid(run, "Вернуть начало?");
        run.stdin.write(key);
        return run;
      };
      // Enter takes the answer that is chosen, which is no.
      expect((await answered("\r")).all).toContain("Ничего не изменено");
      expect((await answered("\u0003")).all).toContain(
        "Ничего не изменено",
      );
      expect(backups()).toEqual([]);
      expect(lab.read(AUTH)).toMatch(/\/\/ mine\n$/);
      expect((await answered("y")).all).toContain("Возвращено к началу");
      expect(backups()).toHaveLength(1);
      expect(lab.has("src/new")).toBe(false);
    },
  );

  test("stops when the start is not known", async () => {
    const { lab } = await worked();
    lab.write("support/start.json", "{");
    const { all, exitCode } = await lab.type("reset --yes");
    expect(all).toContain("а в нём — начало лабораторной");
    expect(exitCode).toBe(1);
    expect(lab.has("src/new/file.ts")).toBe(true);
  });
});
