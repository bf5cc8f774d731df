import type { Page } from "playwright-core";

/** A page of A4 in CSS pixels, and its margins. */
const paper = { width: 794, height: 1123, margin: 54 };

/** canvasWidth of slides.md. */
const slide = { width: 800, height: 450 };

/** As wide as the paper lets it be. */
const scale = (paper.width - 2 * paper.margin) / slide.width;

const style = `
@page { size: A4 portrait; margin: 0; }
body { background: #fff; }
.sheet {
  display: flex;
  flex-direction: column;
  gap: 16px;
  box-sizing: border-box;
  width: ${paper.width}px;
  height: ${paper.height - 1}px;
  padding: 40px ${paper.margin}px;
  break-after: page;
  overflow: hidden;
  color: #1c2030;
  font-family: "Golos Text Variable", system-ui, sans-serif;
  font-size: 19px;
  line-height: 1.5;
}
.sheet:last-child { break-after: auto; }
.sheet header {
  display: flex;
  justify-content: space-between;
  color: #565d72;
  font-size: 13px;
}
.sheet .picture {
  flex: none;
  height: ${slide.height * scale}px;
  outline: 1px solid #d5d9e6;
}
.sheet .print-slide-container {
  break-after: auto !important;
  transform: scale(${scale}) !important;
  transform-origin: 0 0;
}
.sheet .note { flex: 1; min-height: 0; overflow: hidden; }
.sheet .note p { margin: 0 0 0.7em; }
.sheet .note :is(ul, ol) { margin: 0 0 0.7em; padding-left: 1.4em; list-style: revert; }
.sheet .note code { font-family: "JetBrains Mono Variable", monospace; font-size: 0.92em; }
`;

/**
 * Turns the page for printing into the lecturer's: on each sheet a slide, as it
 * is after its last click, and below it its whole note.
 *
 * @param page from `openPrintPage`; afterwards it has the sheets only
 * @param address at which its deck is served
 * @throws Error with the numbers of slides whose notes do not fit
 */
export async function layOutSheets(
  page: Page,
  address: string,
): Promise<void> {
  await page.addStyleTag({ content: style });
  const tooLong = await page.evaluate(async (address) => {
    const frames = [
      ...document.querySelectorAll<HTMLElement>(".print-slide-container"),
    ];
    const last = new Map(
      frames.map((frame) => [Number(frame.id.split("-")[0]), frame]),
    );
    const sheets = document.createElement("main");
    for (const [no, frame] of last) {
      // Slidev's own address for its editor: the note, already in HTML.
      const answer = await fetch(`${address}__slidev/slides/${no}.json`);
      const facts: {
        noteHTML: string;
        frontmatter: { part?: string };
      } = await answer.json();
      const sheet = document.createElement("article");
      sheet.className = "sheet";
      sheet.innerHTML = `<header><span></span><span>Слайд ${no} из ${last.size}</span></header>
        <div class="picture"></div>
        <div class="note">${facts.noteHTML}</div>`;
      sheet.querySelector("span")!.textContent =
        facts.frontmatter.part ?? "";
      sheet.querySelector(".picture")!.append(frame);
      sheets.append(sheet);
    }
    document.body.replaceChildren(sheets);
    document.title = `${document.title} — заметки лектора`;

    const tooLong: number[] = [];
    for (const [index, note] of [
      ...document.querySelectorAll<HTMLElement>(".note"),
    ].entries()) {
      const fits = () => note.scrollHeight <= note.clientHeight;
      // Down to what can still be read at a lectern.
      for (let size = 18.5; size >= 12 && !fits(); size -= 0.5)
        note.style.fontSize = `${size}px`;
      if (!fits()) tooLong.push([...last.keys()][index]!);
    }
    return tooLong;
  }, address);
  if (tooLong.length > 0)
    throw new Error(
      `Заметки не помещаются на листе под слайдом: ${tooLong.join(", ")}.`,
    );
}
