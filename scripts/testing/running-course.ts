import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { compose } from "../compose/compose.ts";
import { smallCourse } from "./small-course.ts";
import { root } from "../course/steps.ts";
import type { Finding } from "../report/finding.ts";
import { type Options, verify } from "../verify/verify.ts";
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
    'export class Lesson extends Error {\n  override name = "Lesson";\n}\n',
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
      return (await verify(sandbox, { ...options, quiet: true })).findings;
    },
    writeWrong,
    sandbox,
  };

  /** Writes the patch that puts this code in the place of the solution's. */
  function writeWrong(
    id: string,
    name: string,
    code: string,
    head = "Неверно\n\nТак пишут.\n\nRefused-by: отвечает верно\n",
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
      `course/${id}/wrong/${name}.patch`,
      `${head}\ndiff --git a/${path} b/${path}\n${diff}`,
    );
  }
}

function testOf(id: string, wanted: number): string {
  return `import { expect, test } from "vitest";
import { answer } from "../src/${id}.ts";
import { Lesson } from "../support/lesson.ts";

test("отвечает верно", () => {
  const found = answer();
  if (found !== ${wanted}) throw new Lesson(\`Найдено: \${found}\`);
});

test("отвечает числом", () => {
  expect(answer()).toBeTypeOf("number");
});
`;
}
