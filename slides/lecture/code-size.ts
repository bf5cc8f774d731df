/** Pixels of the canvas, which is 800 wide and 450 high. */
const smallest = 14;
const largest = 19;
/** Of a character of JetBrains Mono, and of a line, as parts of the size. */
const characterWidth = 0.6;
const lineHeight = 1.26;
const width = 800 - 2 * 44 - 2 * 17;
/** Characters of text in a line, about. */
const lineLength = 72;
/** Title, a line or two of text, paddings and footer. */
const taken = { base: 28 + 46 + 38 + 36, line: 29 };

/**
 * The size in which the code of a slide fills the room there is.
 *
 * @param slide element of the slide, with one block of code
 * @returns pixels; undefined where there is no code
 */
export function fittingCodeSize(slide: HTMLElement): number | undefined {
  const lines = Array.from(
    slide.querySelectorAll(".slidev-code .line"),
    (line) => line.textContent.length,
  );
  if (lines.length === 0) return undefined;
  // The items of a lead stand in one place: the longest counts.
  const said = Array.from(
    slide.querySelectorAll(":scope > p, :scope > .lead ul"),
    (text) => {
      const items = text.matches("ul")
        ? Array.from(text.children)
        : [text];
      const lengths = items.map((item) => item.textContent.length);
      return Math.ceil(Math.max(...lengths) / lineLength);
    },
  ).reduce((sum, lines) => sum + lines, 0);
  const height = 450 - taken.base - said * taken.line;
  const size = Math.min(
    width / characterWidth / Math.max(...lines),
    height / lineHeight / lines.length,
    largest,
  );
  return Math.max(smallest, Math.floor(size * 2) / 2);
}
