import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { has } from "../machine/has.ts";
import { wantedFingerprint, type Diagram } from "./diagrams.ts";
import { draw } from "./draw.ts";

const withBrowser = test.skipIf(!has("browser"));

withBrowser(
  "a browser draws a source, with its labels and its fingerprint",
  async () => {
    const small = diagram(
      "flowchart LR\n  accTitle: Вход\n  accDescr: Кто входит\n  a[Браузер] -.-> b[Сервер]\n",
    );
    await draw([small]);
    const svg = readFileSync(small.drawing, "utf8");
    expect(svg).toMatch(/^<svg id="diagram-small"/);
    expect(svg).toContain(">Браузер<");
    expect(svg).toContain(">Сервер<");
    expect(svg).toContain(wantedFingerprint(small));
  },
);

withBrowser(
  "a source that mermaid does not understand is named, and nothing is drawn",
  async () => {
    const broken = diagram("flowchart LR\n  a -->");
    await expect(draw([broken])).rejects.toThrow(
      /slides\/diagrams\/small\.mmd/,
    );
    expect(existsSync(broken.drawing)).toBe(false);
  },
);

function diagram(text: string): Diagram {
  const folder = mkdtempSync(join(tmpdir(), "diagrams-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const source = join(folder, "small.mmd");
  writeFileSync(source, text);
  return { name: "small", source, drawing: join(folder, "small.svg") };
}
