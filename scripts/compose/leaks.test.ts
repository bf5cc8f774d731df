import { expect, test } from "vitest";
import { readSteps } from "../course/steps.ts";
import { smallCourse } from "../testing/small-course.ts";
import { composition } from "./composition.ts";
import { leaks } from "./leaks.ts";

const solution = `import { auth } from "./auth";

export async function signIn(input: unknown) {
  const form = schema.safeParse(input);
  if (!form.success) return refusal(form.error);
  const { headers, response } = await auth.api.signInEmail(form.data);
  return signedIn(response.user, headers);
}
`;
const start = `export async function signIn(input: unknown) {
  // TODO: войдите
}
`;

/** The leaks of a course whose second step asks for a sign-in. */
function leaksWith(extra: Record<string, string>) {
  const course = smallCourse();
  course.writeStep("bauth02", { files: ["src/sign-in.ts"] });
  course.write("course/bauth02/start/src/sign-in.ts", start);
  course.write("course/bauth02/solution/src/sign-in.ts", solution);
  for (const [path, text] of Object.entries(extra))
    course.write(`course/${path}`, text);
  return leaks(readSteps(course.root), composition(course.root));
}

test("a starter and a hint of one line give nothing away", () => {
  expect(
    leaksWith({
      "bauth02/task.md":
        "Подсказка\n\nconst { headers, response } = await auth.api.signInEmail(form.data);\n",
    }),
  ).toEqual([]);
});

test("three lines in a row do, be they indented or commented out", () => {
  const lines = solution.split("\n").slice(3, 6);
  const found = leaksWith({
    "bauth02/task.md": lines.map((line) => `   ${line}`).join("\n"),
    "bauth02/start/src/note.ts": lines
      .map((line) => `// ${line.trim()}`)
      .join("\n"),
  });
  expect(found.map(({ places }) => places[0]).sort()).toEqual([
    "labs/bauth02/README.md",
    "labs/bauth02/src/note.ts",
  ]);
  expect(found.map(({ todo }) => todo).join("\n")).toContain(
    "course/bauth02/task.md",
  );
  expect(found[0]!.what).toContain("src/sign-in.ts");
  expect(found[0]!.what).toContain("signInEmail");
});

test("what the steps before have brought is known", () => {
  const known = solution.replace("signedIn(", "registered(");
  expect(
    leaksWith({ "bauth01/solution/src/registration.ts": known }),
  ).toEqual([]);
});

test("no lab holds a whole file of its solution or a later one", () => {
  const found = leaksWith({ "bauth01/start/old/copy.ts": solution });
  expect(found.map(({ places }) => places[0])).toEqual([
    "labs/bauth01/old/copy.ts",
    "labs/bauth02/old/copy.ts",
  ]);
  expect(found[0]!.todo).toContain("course/bauth01/start/old/copy.ts");
});
