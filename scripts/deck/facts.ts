// This file's functions run in the page.
/// <reference lib="dom" />

/** A rectangle in pixels of a canvas that is 800 wide. */
export type Box = {
  left: number;
  top: number;
  right: number;
  bottom: number;
};

/** What a browser says about the slide that is on the screen. */
export type Facts = {
  title: string;
  canvas: Box;
  /** Every piece of visible text. */
  texts: {
    text: string;
    box: Box;
    /** Pixels of a canvas that is 800 wide. */
    size: number;
    isCode: boolean;
    inFooter: boolean;
  }[];
  /** Every other visible thing. */
  things: { name: string; box: Box; inFooter: boolean }[];
  /** Elements that hide a part of what is in them, and how many pixels. */
  clipped: { name: string; by: number }[];
  images: { source: string; isLoaded: boolean }[];
  drawings: { name: string; isDrawn: boolean; hasText: boolean }[];
  links: { text: string; href: string }[];
  /** Texts of the code blocks, as they stand now. */
  code: string[];
};

/**
 * Collects the facts about a slide. Runs in the page, so nothing outside of
 * this function is known here.
 *
 * @param slide element of the slide
 */
export function factsOf(slide: HTMLElement): Facts {
  const canvas = document.querySelector("#slide-content")!;
  const origin = canvas.getBoundingClientRect();
  const unit = origin.width / 800;
  const facts: Facts = {
    title: plain(slide.querySelector("h1")?.innerText ?? ""),
    canvas: boxOf(origin),
    texts: [],
    things: [],
    clipped: [],
    images: [],
    drawings: [],
    links: Array.from(slide.querySelectorAll("a[href]"), (link) => ({
      text: plain(link.textContent),
      href: (link as HTMLAnchorElement).href,
    })),
    code: Array.from(
      slide.querySelectorAll<HTMLElement>(".slidev-code-wrapper .shiki"),
      (code) => code.innerText,
    ),
  };
  walk(slide);
  // The footer stands beside the slide or in it.
  for (const footer of canvas.querySelectorAll("footer"))
    if (!slide.contains(footer)) walk(footer);
  return facts;

  function walk(element: Element): void {
    if (!isVisible(element)) return;
    look(element);
    for (const node of (element.shadowRoot ?? element).childNodes) {
      if (node instanceof Element) walk(node);
      else if (node instanceof Text) read(node, element);
    }
  }

  function look(element: Element): void {
    const inFooter = Boolean(element.closest("footer"));
    if (element instanceof HTMLImageElement)
      facts.images.push({
        source: element.currentSrc || element.src,
        isLoaded: element.complete && element.naturalWidth > 0,
      });
    if (element instanceof SVGSVGElement && !element.ownerSVGElement)
      facts.drawings.push({
        name: nameOf(element),
        isDrawn: element.getElementsByTagName("*").length > 0,
        hasText: hasText(element),
      });
    if (element instanceof SVGElement && element.ownerSVGElement) return;
    // Decoration may run off the canvas.
    if (element.closest("[aria-hidden=true]")) return;
    const box = boxOf(element.getBoundingClientRect());
    facts.things.push({ name: nameOf(element), box, inFooter });
    if (!(element instanceof HTMLElement) || element.matches("input"))
      return;
    const style = getComputedStyle(element);
    const right = element.scrollWidth - element.clientWidth;
    const bottom = element.scrollHeight - element.clientHeight;
    const by = Math.max(
      style.overflowX === "visible" ? 0 : right,
      style.overflowY === "visible" ? 0 : bottom,
    );
    if (by > 1) facts.clipped.push({ name: nameOf(element), by });
  }

  function read(node: Text, parent: Element): void {
    if (node.data.trim() === "") return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rectangle = range.getBoundingClientRect();
    if (rectangle.width === 0) return;
    const style = getComputedStyle(parent);
    facts.texts.push({
      text: plain(node.data),
      box: boxOf(rectangle),
      size: (Number.parseFloat(style.fontSize) * scaleOf(parent)) / unit,
      isCode:
        Boolean(parent.closest("pre, code, kbd, samp")) ||
        /^[^,]*mono/i.test(style.fontFamily),
      inFooter: Boolean(parent.closest("footer")),
    });
    const svg = (parent as SVGElement).ownerSVGElement;
    if (!svg) return;
    // A drawing cuts off what lies outside of it.
    const frame = svg.getBoundingClientRect();
    const by = Math.max(
      rectangle.right - frame.right,
      frame.left - rectangle.left,
      rectangle.bottom - frame.bottom,
      frame.top - rectangle.top,
    );
    if (by > 1)
      facts.clipped.push({
        name: `svg «${plain(node.data)}»`,
        by: by / unit,
      });
  }

  /** How much a transformation enlarges an element on the screen. */
  function scaleOf(element: Element): number {
    if (element instanceof SVGGraphicsElement && element.ownerSVGElement) {
      const matrix = element.getScreenCTM()!;
      return Math.hypot(matrix.a, matrix.b);
    }
    // Widths of small elements are too coarse: they are whole pixels.
    let wide = element as HTMLElement;
    while (!(wide.offsetWidth > 300) && wide.parentElement)
      wide = wide.parentElement;
    return wide.offsetWidth
      ? wide.getBoundingClientRect().width / wide.offsetWidth
      : 1;
  }

  function isVisible(element: Element): boolean {
    if (
      element.matches("style, script, template, title, desc, defs") ||
      !element.checkVisibility({ visibilityProperty: true })
    )
      return false;
    const { clip, clipPath, position } = getComputedStyle(element);
    // For screen readers only.
    return !(
      position === "absolute" &&
      (clip.startsWith("rect") || clipPath.startsWith("inset(50%"))
    );
  }

  function hasText(drawing: Element): boolean {
    return Boolean(
      drawing.querySelector(":scope > title") ??
      drawing.closest(
        "[aria-label], [aria-labelledby], [aria-hidden=true], a, button",
      ),
    );
  }

  function nameOf(element: Element): string {
    const text = plain(element.textContent).slice(0, 40);
    const [kind] = element.classList;
    const name = element.tagName.toLowerCase() + (kind ? `.${kind}` : "");
    return text ? `${name} «${text}»` : name;
  }

  function plain(text: string): string {
    return text.replace(/\s+/g, " ").trim();
  }

  function boxOf({ left, top, right, bottom }: DOMRect): Box {
    return {
      left: (left - origin.left) / unit,
      top: (top - origin.top) / unit,
      right: (right - origin.left) / unit,
      bottom: (bottom - origin.top) / unit,
    };
  }
}
