// This file's function runs in the page.
/// <reference lib="dom" />
import type { Mermaid, MermaidConfig } from "mermaid";

/** What the page needs to know about a diagram. */
export type Order = {
  /** Becomes the beginning of every id. */
  id: string;
  source: string;
  config: MermaidConfig;
  styles: string;
  /** Tells what the drawing was made of. */
  fingerprint: string;
};

/**
 * Draws a diagram and takes off what mermaid puts in for other places than a
 * slide: its style, colours, unused markers, hooks for scripts. Runs in the
 * page, so nothing outside of this function is known here.
 *
 * @returns an svg element, one tag a line
 * @throws Error of mermaid's parser
 */
export async function drawIn(order: Order): Promise<string> {
  const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
  const { id, source, config, styles, fingerprint } = order;
  mermaid.initialize(config);
  await document.fonts.load(`17px ${config.fontFamily}`, "Яy");
  await document.fonts.load(`650 17px ${config.fontFamily}`, "Яy");
  const host = document.createElement("div");
  host.innerHTML = (await mermaid.render(id, source)).svg;
  const svg = host.querySelector("svg")!;
  for (const style of svg.querySelectorAll("style")) style.remove();
  uncolour(svg);
  tidy(svg);
  const style = document.createElementNS(svg.namespaceURI, "style");
  style.textContent = `\n${styles}`;
  svg.querySelector("desc")!.after(style);
  svg.setAttribute("class", "drawing");
  svg.setAttribute("role", "img");
  svg.setAttribute("data-made-of", fingerprint);
  document.body.replaceChildren(host);
  frame(svg);
  return new XMLSerializer()
    .serializeToString(svg)
    .replace(/-?\d+\.\d{2,}/g, (number) =>
      String(+Number(number).toFixed(1)),
    )
    .replace(/(?<=>)(?=<(?!\/?tspan|\/))/g, "\n");

  /** The colours are the style's, by class. */
  function uncolour(svg: Element): void {
    for (const element of svg.querySelectorAll<SVGElement>("*")) {
      for (const name of [
        "fill",
        "stroke",
        "stroke-width",
        "font-weight",
        "font-style",
      ])
        element.removeAttribute(name);
      const { textAnchor } = element.style;
      element.removeAttribute("style");
      if (textAnchor) element.setAttribute("text-anchor", textAnchor);
    }
  }

  function tidy(svg: Element): void {
    const markup = svg.outerHTML;
    for (const part of svg.querySelectorAll(
      "marker, symbol, filter, linearGradient",
    ))
      if (!markup.includes(`#${part.id})`)) part.remove();
    for (const element of svg.querySelectorAll("*")) {
      for (const { name } of [...element.attributes])
        if (/^(data-|name$)/.test(name)) element.removeAttribute(name);
      if (element.id && !isUsed(markup, element.id))
        element.removeAttribute("id");
    }
    // Containers that hold nothing, from the inside outwards.
    for (const box of [
      ...svg.querySelectorAll("g, defs, text, tspan"),
    ].reverse())
      if (!box.textContent?.trim() && !box.firstElementChild) box.remove();
    for (const box of svg.querySelectorAll("rect"))
      if (!box.hasAttribute("width")) box.remove();
  }

  function isUsed(markup: string, id: string): boolean {
    return markup.includes(`#${id})`) || markup.includes(`y="${id}"`);
  }

  /** No larger than what is drawn, strokes included. */
  function frame(svg: SVGSVGElement): void {
    const { x, y, width, height } = svg.getBBox();
    const given = svg.viewBox.baseVal;
    // Life lines of a sequence run on far below its frame.
    const end = Math.min(y + height, given.y + given.height);
    const edge = 3;
    const right = Math.ceil(width + 2 * edge);
    const bottom = Math.ceil(end - y + 2 * edge);
    svg.setAttribute(
      "viewBox",
      `${x - edge} ${y - edge} ${right} ${bottom}`,
    );
    svg.setAttribute("width", `${right}`);
    svg.setAttribute("height", `${bottom}`);
    svg.removeAttribute("style");
    svg.removeAttribute("aria-roledescription");
  }
}
