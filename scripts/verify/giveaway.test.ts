import { join } from "node:path";
import { expect, test } from "vitest";
import { smallCourse } from "../testing/small-course.ts";
import { readSteps } from "../course/steps.ts";
import { giveawayFindings } from "./giveaway.ts";

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

/** The files of a lab that give the solution away. */
function giveaways(extra: Record<string, string>, known = {}) {
  const { root, write, writeStep } = smallCourse();
  writeStep("bauth01", { files: ["src/sign-in.ts"] });
  const laid = (folder: string, files: Record<string, string>) =>
    new Map(
      Object.entries(files).map(([path, text]) => {
        write(`${folder}/${path}`, text);
        return [path, join(root, folder, path)];
      }),
    );
  return giveawayFindings(
    readSteps(root)[0]!,
    laid("lab", { "src/sign-in.ts": start, ...extra }),
    laid("solution", { "src/sign-in.ts": solution }),
    laid("before", known),
  ).map(({ places, what }) => `${places.join()} ${what.split(":")[0]}`);
}

const task = (...lines: string[]) =>
  ["Подсказка", "```ts", ...lines, "```"].join("\n");

test("a starter and a hint of one line give nothing away", () => {
  expect(
    giveaways({
      "README.md": task(
        "const { headers, response } = await auth.api.signInEmail(form.data);",
      ),
    }),
  ).toEqual([]);
});

test("three lines in a row do, be they indented or commented out", () => {
  const lines = solution.split("\n").slice(3, 6);
  expect(
    giveaways({
      "README.md": task(...lines.map((line) => `   ${line}`)),
      "src/note.ts": lines.map((line) => `// ${line.trim()}`).join("\n"),
    }),
  ).toEqual([
    "labs/bauth01/README.md содержит решение из src/sign-in.ts",
    "labs/bauth01/src/note.ts содержит решение из src/sign-in.ts",
  ]);
});

test("what the steps before have brought is known", () => {
  const files = { "src/registration.ts": solution };
  expect(giveaways(files)).toHaveLength(1);
  expect(giveaways(files, files)).toEqual([]);
});
