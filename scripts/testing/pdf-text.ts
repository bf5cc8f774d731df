import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFName,
  PDFRawStream,
  type PDFObject,
  type PDFPage,
} from "pdf-lib";

/**
 * The text of a page that Chromium has printed, without spaces: what a reader
 * of the PDF can search for and copy.
 *
 * @see https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf
 *   9.10: fonts map their glyphs to Unicode
 */
export function textOf(page: PDFPage): string {
  const contents = page.node.Contents();
  const streams =
    contents instanceof PDFArray
      ? contents.asArray().map((part) => page.doc.context.lookup(part))
      : [contents];
  return streams
    .map((stream) => shownBy(stream, page.node.Resources()))
    .join("")
    .replace(/\s+/g, "");
}

/** @param resources what the stream names: fonts, and streams within it */
function shownBy(
  stream: PDFObject | undefined,
  resources: PDFDict | undefined,
): string {
  let text = "";
  let font = new Map<number, string>();
  const named = (kind: string, name: string) =>
    resources
      ?.lookupMaybe(PDFName.of(kind), PDFDict)
      ?.lookup(PDFName.of(name));
  for (const [, fontName, inner, glyphs] of decoded(stream).matchAll(
    /\/(F\d+) [\d.]+ Tf|\/(X\d+) Do|<([\dA-F]+)>/g,
  )) {
    if (fontName) font = unicodeOf(named("Font", fontName));
    if (inner) {
      const form = named("XObject", inner);
      if (form instanceof PDFRawStream)
        text += shownBy(
          form,
          form.dict.lookupMaybe(PDFName.of("Resources"), PDFDict),
        );
    }
    for (const [glyph] of glyphs?.matchAll(/.{4}/g) ?? [])
      text += font.get(Number.parseInt(glyph, 16)) ?? "";
  }
  return text;
}

/** What each glyph of a font stands for, from its ToUnicode map. */
function unicodeOf(font: PDFObject | undefined): Map<number, string> {
  const unicode = new Map<number, string>();
  if (!(font instanceof PDFDict)) return unicode;
  const map = decoded(font.lookup(PDFName.of("ToUnicode")));
  for (const [, from, to = from, text] of map.matchAll(
    /<([\dA-F]{4})> (?:<([\dA-F]{4})> )?<([\dA-F]+)>/g,
  )) {
    const first = Number.parseInt(from!, 16);
    const last = Number.parseInt(to!, 16);
    const units = text!.match(/.{4}/g)!.map((unit) => parseInt(unit, 16));
    // In a range, the last unit counts up with the glyph.
    for (let glyph = first; glyph <= last; glyph++)
      unicode.set(
        glyph,
        String.fromCharCode(
          ...units.slice(0, -1),
          units.at(-1)! + glyph - first,
        ),
      );
  }
  return unicode;
}

function decoded(stream: PDFObject | undefined): string {
  return stream instanceof PDFRawStream
    ? Buffer.from(decodePDFRawStream(stream).decode()).toString("latin1")
    : "";
}
