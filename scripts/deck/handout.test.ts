import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PDFDocument } from "pdf-lib";
import { expect, test } from "vitest";
import { root } from "../course/steps.ts";
import { handoutProblems } from "./handout.ts";

async function pdf(...sizes: [number, number][]): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  for (const size of sizes) document.addPage(size);
  return document;
}

test("as many pages as were to be printed, each in the shape of a slide", async () => {
  const document = await pdf([800, 450], [800, 450]);
  expect(handoutProblems(document, 2)).toEqual([]);
});

test("several slides on one page, or one on several", async () => {
  const document = await pdf([800, 450], [800, 450]);
  expect(handoutProblems(document, 3)).toEqual([
    expect.stringContaining("страниц 2, а должно быть 3"),
  ]);
  expect(handoutProblems(document, 1)).toHaveLength(1);
});

test("pages that are not as wide as slides", async () => {
  const document = await pdf([800, 450], [612, 792]);
  expect(handoutProblems(document, 2)).toEqual([
    "страницы не той формы: 2",
  ]);
});

test("sheets of the lecturer are upright", async () => {
  const document = await pdf([595, 842], [842, 595]);
  expect(handoutProblems(document, 2, 210 / 297)).toEqual([
    "страницы не той формы: 2",
  ]);
});

test("the published site gets neither notes nor the lecturer's PDF", () => {
  const workflow = join(root, ".github/workflows/pages.yml");
  const commands = readFileSync(workflow, "utf8").match(/pnpm slides:.+/g);
  expect(commands).toHaveLength(2);
  for (const command of commands!)
    expect(command).toContain("--without-notes");
});
