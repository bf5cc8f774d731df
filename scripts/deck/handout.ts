import { readFileSync } from "node:fs";
import { PDFDocument } from "pdf-lib";
import { browserProgram } from "../machine/browser.ts";
import { slidev } from "./site.ts";

/**
 * Prints a deck as a PDF with an outline, every slide as it is after its last
 * click.
 *
 * @param folder of slides.md
 * @param output the file to write
 * @throws Error when no browser can be had; with everything that Slidev said
 *   when it failed
 */
export async function printHandout(
  folder: string,
  output: string,
): Promise<void> {
  const program = await browserProgram();
  if (typeof program !== "string") throw new Error(program.join("\n"));
  const { failed, all } = await slidev(
    folder,
    "export",
    ...["--output", output, "--with-toc"],
    ...["--executable-path", program, "--timeout", "60000"],
  );
  if (failed) throw new Error(all);
}

/**
 * Holds a handout against the deck. One slide that is too wide makes Chromium
 * shrink all of them and put several on a page, and it says nothing.
 *
 * @param file the PDF
 * @param slides how many pages it has to have
 * @param shape width of a slide divided by its height
 * @returns what is wrong, in Russian
 */
export async function handoutProblems(
  file: string,
  slides: number,
  shape = 16 / 9,
): Promise<string[]> {
  const pages = (await PDFDocument.load(readFileSync(file))).getPages();
  const misshapen = pages.flatMap((page, index) => {
    const { width, height } = page.getSize();
    return Math.abs(width / height - shape) > 0.01 ? [index + 1] : [];
  });
  return [
    ...(pages.length === slides
      ? []
      : [
          `страниц ${pages.length}, а слайдов ${slides}: какой-то слайд шире холста, его назовёт pnpm deck:check`,
        ]),
    ...(misshapen.length === 0
      ? []
      : [`страницы не той формы, что слайды: ${misshapen.join(", ")}`]),
  ];
}
