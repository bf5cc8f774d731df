/** Pixels of the canvas, which is 800 wide and 450 high. */
const smallest = 14;
const largest = 22;
/** Of a character of JetBrains Mono, and of a line, as parts of the size. */
const characterWidth = 0.6;
const lineHeight = 1.26;
/** What stands under everything else. */
const footer = 36;

/**
 * Gives the code of a slide the size in which it fills the room that the
 * heading above it and the list below it leave.
 *
 * @param slide element of the slide; nothing happens while it is hidden, or
 *   where it has no code
 * @param size in pixels, where it is known
 */
export function fitCode(slide: HTMLElement, size?: number): void {
  const code = slide.querySelector<HTMLElement>(".slidev-code");
  if (!code || slide.clientHeight === 0) return;
  slide.style.setProperty(
    "--slidev-code-font-size",
    `${size ?? fittingSize(slide, code)}px`,
  );
}

function fittingSize(slide: HTMLElement, code: HTMLElement): number {
  const lines = Array.from(
    code.querySelectorAll(".line"),
    (line) => line.textContent.length,
  );
  const style = getComputedStyle(code);
  const sum = (...properties: string[]) =>
    properties.reduce(
      (sum, property) =>
        sum + Number.parseFloat(style.getPropertyValue(property)),
      0,
    );
  // With some air, as rounding differs between browsers.
  const width =
    code.clientWidth - sum("padding-left", "padding-right") - 2;
  const wrapper = code.closest<HTMLElement>(".slidev-code-wrapper")!;
  const last = slide.lastElementChild as HTMLElement;
  const below =
    last.offsetTop +
    last.offsetHeight -
    (wrapper.offsetTop + wrapper.offsetHeight);
  const height =
    slide.clientHeight -
    footer -
    wrapper.offsetTop -
    below -
    sum("padding-top", "padding-bottom", "margin-top") -
    4;
  const size = Math.min(
    width / characterWidth / Math.max(...lines),
    height / lineHeight / lines.length,
    largest,
  );
  return Math.max(smallest, Math.floor(size * 2) / 2);
}
