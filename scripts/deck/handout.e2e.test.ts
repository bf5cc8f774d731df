import { join } from "node:path";
import { PDFDict, PDFDocument, PDFHexString, PDFName } from "pdf-lib";
import { expect, test } from "vitest";
import { has } from "../machine/has.ts";
import { textOf } from "../testing/pdf-text.ts";
import { printHandout } from "./handout.ts";

const folder = join(import.meta.dirname, "fixtures", "printed");

/** Titles of the bookmarks, in order. */
function bookmarks({ catalog }: PDFDocument): string[] {
  const titles: string[] = [];
  const outlines = catalog.lookup(PDFName.of("Outlines"), PDFDict);
  const follow = (parent: PDFDict) => {
    let item = parent.lookupMaybe(PDFName.of("First"), PDFDict);
    while (item) {
      titles.push(
        item.lookup(PDFName.of("Title"), PDFHexString).decodeText(),
      );
      follow(item);
      item = item.lookupMaybe(PDFName.of("Next"), PDFDict);
    }
  };
  follow(outlines);
  return titles;
}

test.skipIf(!has("browser"))(
  "a handout has each slide after its last click and code in all its states, the lecturer's has the notes",
  async () => {
    const { slides, handout, notes } = await printHandout(
      { folder, root: folder },
      true,
    );
    expect(slides).toBe(3);
    expect(handout.pages).toBe(4);

    const document = await PDFDocument.load(handout.pdf);
    const pages = document.getPages().map(textOf);
    expect(pages).toEqual([
      "ПервыйслайдТезисслайда.Пришлосщелчком.",
      'Кодменяетсяconststate="before";',
      'Кодменяетсяconststate="after";constadded=true;',
      "ТретийслайдБеззаметки.",
    ]);
    expect(bookmarks(document)).toEqual([
      "Первый слайд",
      "Код меняется",
      "Код меняется",
      "Третий слайд",
    ]);

    const sheets = await PDFDocument.load(notes!.pdf);
    const [first, second, third, ...more] = sheets.getPages().map(textOf);
    expect(more).toEqual([]);
    expect(first).toContain("Слайд1из3");
    expect(first).toContain("Пришлосщелчком.");
    expect(first).toContain("Заметкапервогослайда.");
    expect(first).toContain("Прощелчок.");
    expect(second).toContain('"after"');
    expect(second).toContain("Заметкавторогослайда.");
    expect(third).toContain("Слайд3из3");

    for (const { catalog } of [document, sheets]) {
      expect(catalog.has(PDFName.of("StructTreeRoot"))).toBe(true);
      expect(String(catalog.get(PDFName.of("Lang")))).toBe("(ru)");
    }
    expect(document.getTitle()).toBe("Small lecture");
    expect(sheets.getTitle()).toBe("Small lecture — заметки лектора");
  },
);
