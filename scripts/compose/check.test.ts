import { describe, expect, test } from "vitest";
import { has } from "../machine/has.ts";
import { printed } from "../report/finding.ts";
import { smallCourse, type SmallCourse } from "../testing/small-course.ts";
import { check } from "./check.ts";
import { compose } from "./compose.ts";

/** What the check prints after composing; nothing when all is well. */
function composedFindings(course: SmallCourse) {
  compose(course.root, { from: "course" });
  return printed(check(course.root));
}

test("a complete, composed course passes", () => {
  expect(composedFindings(smallCourse())).toBe("");
});

test.skipIf(!has("git"))(
  "what differs is named with what to do, and nothing is written",
  () => {
    const course = smallCourse();
    course.write("course/base/other.ts", "other\n");
    compose(course.root);
    course.commit();
    course.write("course/base/shared.ts", "new\n");
    course.write("course/bauth01/task.md", "Иначе.\n");
    course.write("labs/bauth01/other.ts", "new\n");
    course.remove("course/bauth02/tests/bauth02.test.ts");
    course.remove("labs/bauth02/shared.ts");
    expect(printed(check(course.root))).toBe(`labs/bauth02/shared.ts
  ✘ составление: удалён, хотя курс его составляет
    → Вернуть: \`pnpm compose --from course\`. Убрать из курса: удалите course/base/shared.ts.

labs/bauth01/other.ts
  ✘ составление: ещё не перенесено в course/base/other.ts
    → Выполните \`pnpm compose\`.

course/*/step.json и тексты
  ✘ составление: ещё не перенесено в labs/bauth01/README.md
    → Выполните \`pnpm compose\`.

course/base/shared.ts
  ✘ составление: ещё не перенесено в labs/bauth01/shared.ts и ещё 3
    → Выполните \`pnpm compose\`.

labs/bauth02/tests/bauth02.test.ts и ещё 1
  ✘ составление: без источника в course/
    → Выполните \`pnpm compose\`.

course/bauth02/tests/bauth02.test.ts
  ✘ шаг: файла нет
    → Напишите тесты шага.`);
    expect(course.read("labs/bauth01/shared.ts")).toBe("shared\n");
    expect(course.read("course/base/other.ts")).toBe("other\n");
  },
);

describe("the rules of course/", () => {
  test("every step has its parts", () => {
    const course = smallCourse();
    course.write("course/bauth03/start/src/x.ts", "x\n");
    const found = composedFindings(course);
    for (const part of ["step.json", "task.md", "tests/bauth03.test.ts"])
      expect(found).toContain(
        `course/bauth03/${part}\n  ✘ шаг: файла нет`,
      );
  });

  test("a task text has words, and no title of its own", () => {
    const course = smallCourse();
    course.write("course/bauth01/task.md", "\n");
    course.write(
      "course/bauth02/task.md",
      "# Задание\n\n```bash\n# comment\n```\n",
    );
    expect(composedFindings(course)).toMatch(
      /bauth01\/task\.md\n.*пуст[^]*bauth02\/task\.md\n.*есть заголовок/,
    );
    course.write("course/bauth01/task.md", "```bash\n# comment\n```\n");
    course.write("course/bauth02/task.md", "### Часть\n");
    expect(composedFindings(course)).toBe("");
  });

  test.each([
    ["// TODOS\n", /^course\/bauth01\/start\/src.*\n.*нет слова TODO/],
    ["bauth01 done\n", /start.*\n.*solution.*\n.*одинаковы/],
  ])("a starter says TODO and is no solution: %j", (starter, said) => {
    const course = smallCourse();
    course.write("course/bauth01/start/src/bauth01.ts", starter);
    expect(composedFindings(course)).toMatch(said);
  });

  test("a listed file is in start/ and in solution/", () => {
    const course = smallCourse();
    course.writeStep("bauth01", {
      files: ["src/bauth01.ts", "src/nowhere.ts", "shared.ts"],
    });
    course.write("course/bauth01/solution/shared.ts", "shared, solved\n");
    expect(composedFindings(course)).toMatch(
      /solution\/src\/nowhere\.ts\n.*файла нет, а course\/bauth01\/step\.json[^]*start\/shared\.ts\n.*файла нет/,
    );
  });

  test("a listed file may be new in the solution", () => {
    const course = smallCourse();
    course.writeStep("bauth02", {
      files: ["src/bauth02.ts", "drizzle/0001.sql"],
    });
    course.write("course/bauth02/solution/drizzle/0001.sql", "create\n");
    expect(composedFindings(course)).toBe("");
  });

  test("a solution changes only what the student was told", () => {
    const course = smallCourse();
    course.write("course/bauth02/solution/shared.ts", "hidden\n");
    expect(composedFindings(course)).toMatch(
      /solution\/shared\.ts\n.*меняет файл, которого course\/bauth02\/step\.json/,
    );
  });

  test("a README.md in course/ would reach nobody", () => {
    const course = smallCourse();
    course.write("course/base/README.md", "lost\n");
    expect(composedFindings(course)).toMatch(
      /^course\/base\/README\.md\n.*не попадёт ни в одну папку/,
    );
  });
});
