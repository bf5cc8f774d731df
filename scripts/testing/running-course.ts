import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { fingerprintOf } from "../../course/base/support/report/mistakes.ts";
import { compose } from "../compose/compose.ts";
import { smallCourse } from "./small-course.ts";
import { root } from "../course/steps.ts";
import type { Finding } from "../report/finding.ts";
import { type Options, verify } from "../verify/verify.ts";
import type { Kind } from "../verify/answers.ts";
import { Sandbox } from "../verify/sandbox.ts";

/**
 * A course of two steps whose tests really run: the student writes a function
 * that answers, and the tests want 1, then 2.
 */
export function runningCourse() {
  const course = smallCourse();
  course.write(
    "course/base/package.json",
    JSON.stringify({ type: "module" }),
  );
  course.write(
    "course/base/vitest.config.ts",
    'export default { test: { include: ["tests/*.test.ts"], pool: "threads" } };\n',
  );
  course.write(
    "course/base/tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        strict: true,
        skipLibCheck: true,
        allowImportingTsExtensions: true,
        noEmit: true,
        types: [],
      },
      include: ["src"],
    }),
  );
  course.write(
    "course/base/support/lesson.ts",
    'export class Lesson extends Error {\n  override name = "Lesson";\n  why = "";\n}\n',
  );
  course.remove("course/base/shared.ts");
  course.remove("course/bauth01/start/src/[...all]");
  for (const [index, id] of ["bauth01", "bauth02"].entries()) {
    course.write(
      `course/${id}/start/src/${id}.ts`,
      "// TODO: ответьте\nexport const answer = (): number => 0;\n",
    );
    course.write(
      `course/${id}/solution/src/${id}.ts`,
      `export const answer = (): number => ${index + 1};\n`,
    );
    course.write(
      `course/${id}/tests/${id}.test.ts`,
      testOf(id, index + 1),
    );
    writeWrong(id, "too-much", "export const answer = (): number => 9;\n");
    const tooMuch = fingerprintOf([{ test: "отвечает верно", why: "" }]);
    course.write(
      `course/${id}/tests/${id}.mistakes.json`,
      JSON.stringify({
        tests: 3,
        helps: { [tooMuch]: ["Сосчитайте ещё раз."] },
      }),
    );
    for (const part of [1, 2, 3, 4, 5])
      writeRight(
        id,
        `sum-${part}`,
        `export const answer = (): number => ${part} - ${part - index - 1};\n`,
      );
  }
  const sandbox = new Sandbox(course.root);
  mkdirSync(sandbox.folder);
  symlinkSync(
    join(root, "node_modules"),
    join(sandbox.folder, "node_modules"),
    "junction",
  );
  // What the version check reads.
  course.write("pnpm-workspace.yaml", "catalog: {}\n");

  return {
    ...course,
    /** Composes, then looks for what is wrong. */
    async findings(options?: Options): Promise<Finding[]> {
      compose(course.root, { from: "course" });
      const report = await verify(sandbox, { ...options, quiet: true });
      // Scores have tests of their own.
      return report.findings.filter(({ rule }) => rule !== "мутанты");
    },
    /** Writes known mistakes down, as `pnpm verify --update` does. */
    async update(): Promise<void> {
      compose(course.root, { from: "course" });
      await verify(sandbox, { update: true, quiet: true });
    },
    writeWrong,
    writeRight,
    sandbox,
  };

  /** Writes the patch that puts this code in the place of the solution's. */
  function writeWrong(
    id: string,
    name: string,
    code: string,
    head = "Неверно\n\nТак пишут.\n\nRefused-by: отвечает верно\nHelp: Сосчитайте\n ещё раз.\n",
  ) {
    writeAnswer("wrong", id, name, code, head);
  }

  /** The same, and all tests are to accept it. */
  function writeRight(id: string, name: string, code: string) {
    writeAnswer("right", id, name, code, "Верно\n\nТак тоже можно.\n");
  }

  function writeAnswer(
    kind: Kind,
    id: string,
    name: string,
    code: string,
    head: string,
  ) {
    const path = `src/${id}.ts`;
    const solution = course.read(`course/${id}/solution/${path}`);
    const diff = createTwoFilesPatch(
      `a/${path}`,
      `b/${path}`,
      solution,
      code,
    );
    course.write(
      `course/${id}/${kind}/${name}.patch`,
      `${head}\ndiff --git a/${path} b/${path}\n${diff}`,
    );
  }
}

function testOf(id: string, wanted: number): string {
  return `import { expect, test } from "vitest";
import { answer } from "../src/${id}.ts";
import { Lesson } from "../support/lesson.ts";

test("отвечает не нулём", () => {
  if (answer() === 0) throw new Lesson("Найдено: 0");
});

test("отвечает верно", () => {
  const found = answer();
  if (found !== ${wanted}) throw new Lesson(\`Найдено: \${found}\`);
});

test("отвечает числом", () => {
  expect(answer()).toBeTypeOf("number");
});
`;
}
