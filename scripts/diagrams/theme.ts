import { join } from "node:path";
import type { MermaidConfig } from "mermaid";

/** Replaces mermaid's own style: its themes know no CSS variables. */
export const themeFile = join(import.meta.dirname, "theme.css");

/** Letters of 17 px, since the drawings are shown at their own size. */
const fontSize = 17;
const fontFamily = '"Golos Text Variable"';

/** How mermaid measures and lays out. Sizes are pixels of the slide. */
export const config: MermaidConfig = {
  startOnLoad: false,
  deterministicIds: true,
  theme: "base",
  look: "classic",
  // Two drawings of one source are the same, byte for byte.
  handDrawnSeed: 1,
  layout: "dagre",
  // Text of a foreignObject would be cut off where its font is another one.
  htmlLabels: false,
  fontFamily,
  fontSize,
  themeVariables: { fontFamily, fontSize: `${fontSize}px` },
  flowchart: {
    layout: "elk",
    minNodeWidth: 0,
    nodeSpacing: 30,
    rankSpacing: 28,
    padding: 12,
    curve: "linear",
  },
  er: {
    diagramPadding: 10,
    entityPadding: 5,
    minEntityWidth: 0,
    fontSize,
    rankSpacing: 110,
  },
  sequence: {
    mirrorActors: false,
    width: 150,
    height: 34,
    actorMargin: 70,
    messageMargin: 12,
    boxMargin: 6,
    boxTextMargin: 3,
    diagramMarginX: 2,
    diagramMarginY: 4,
    noteMargin: 7,
    actorFontFamily: fontFamily,
    actorFontSize: fontSize,
    actorFontWeight: 650,
    noteFontFamily: fontFamily,
    noteFontSize: fontSize,
    messageFontFamily: fontFamily,
    messageFontSize: fontSize,
  },
};
