import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PDFDocument } from "pdf-lib";
import { afterAll, expect, test } from "vitest";
import { handoutProblems } from "./handout.ts";

const folder = mkdtempSync(join(tmpdir(), "deck-handout-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function pdf(...sizes: [number, number][]): Promise<string> {
  const document = await PDFDocument.create();
  for (const size of sizes) document.addPage(size);
  const file = join(folder, "handout.pdf");
  writeFileSync(file, await document.save());
  return file;
}

test("a page a slide, each in the shape of a slide", async () => {
  const file = await pdf([800, 450], [800, 450]);
  expect(await handoutProblems(file, 2)).toEqual([]);
});

test("several slides on one page, or one on several", async () => {
  const file = await pdf([800, 450], [800, 450]);
  expect(await handoutProblems(file, 3)).toEqual([
    expect.stringContaining("страниц 2, а слайдов 3"),
  ]);
  expect(await handoutProblems(file, 1)).toHaveLength(1);
});

test("pages that are not as wide as slides", async () => {
  const file = await pdf([800, 450], [612, 792]);
  expect(await handoutProblems(file, 2)).toEqual([
    "страницы не той формы, что слайды: 2",
  ]);
});
