import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import { diagrams, staleDiagrams } from "./diagrams.ts";
import { draw } from "./draw.ts";
import { stampOf } from "./stamp.ts";

test("every drawing was made of what stands beside it now", () => {
  expect(staleDiagrams()).toEqual([]);
});

test("an edited source and a missing drawing are named, with what to run", () => {
  const copy = emptyFolder();
  cpSync(
    join(root, "slides", "diagrams"),
    join(copy, "slides", "diagrams"),
    { recursive: true },
  );
  expect(staleDiagrams(copy)).toEqual([]);

  appendFileSync(
    join(copy, "slides/diagrams/layers.mmd"),
    "  UI --> Log\n",
  );
  rmSync(join(copy, "slides/diagrams/login.svg"));
  expect(staleDiagrams(copy)).toEqual([
    expect.stringMatching(
      /layers\.svg.*layers\.mmd.*pnpm slides:diagrams/,
    ),
    expect.stringMatching(/login\.svg.*login\.mmd.*pnpm slides:diagrams/),
  ]);
});

const withBrowser = test.skipIf(!has("browser"));

withBrowser(
  "a browser draws a source, with its labels and its stamp",
  async () => {
    const source =
      "flowchart LR\n  accTitle: Вход\n  accDescr: Кто входит\n  a[Браузер] -.-> b[Сервер]\n";
    const drawing = join(emptyFolder(), "small.svg");
    await draw([{ name: "small", source, drawing }]);

    const svg = readFileSync(drawing, "utf8");
    expect(svg).toMatch(/^<svg id="diagram-small"/);
    expect(svg).toContain(">Браузер<");
    expect(svg).toContain(">Сервер<");
    expect(svg).toContain(stampOf(source));
  },
);

withBrowser(
  "a source that mermaid does not understand is named, and its drawing is left as it was",
  async () => {
    const drawing = join(emptyFolder(), "broken.svg");
    writeFileSync(drawing, "as it was");
    await expect(
      draw([{ name: "broken", source: "flowchart LR\n  a -->", drawing }]),
    ).rejects.toThrow(/slides\/diagrams\/broken\.mmd/);
    expect(readFileSync(drawing, "utf8")).toBe("as it was");
  },
);

test("another source gives another stamp, another line end does not", () => {
  expect(stampOf("flowchart LR\n  a --> b\n")).not.toBe(
    stampOf("flowchart LR\n  a --> c\n"),
  );
  expect(stampOf("flowchart LR\r\n  a --> b\r\n")).toBe(
    stampOf("flowchart LR\n  a --> b\n"),
  );
});

test("every drawing says in words what it shows and names no foreign colour", () => {
  for (const { drawing } of diagrams()) {
    const [head, body] = readFileSync(drawing, "utf8").split("</style>");
    expect(head).toMatch(/<title id="[^"]+">[^<]+<\/title>/);
    expect(head).toMatch(/<desc id="[^"]+">[^<]+<\/desc>/);
    expect(body).not.toMatch(/#[0-9a-f]{3,6}\b|rgb|hsl|(fill|stroke)=/i);
  }
});

test("no drawing runs a script or asks for anything from elsewhere", () => {
  for (const { drawing } of diagrams())
    expect(readFileSync(drawing, "utf8")).not.toMatch(
      /<script|<foreignObject|<image|\son\w+=|@import|@font-face|href=|(?<!xmlns=")https?:|url\((?!#)/i,
    );
});

test("no id stands twice in the deck's drawings", () => {
  const ids = diagrams().flatMap(({ drawing }) =>
    Array.from(
      readFileSync(drawing, "utf8").matchAll(/\sid="([^"]+)"/g),
      ([, id]) => id,
    ),
  );
  expect(ids).toEqual([...new Set(ids)]);
});

test.each(["users", "sessions"])(
  "the diagram shows the columns that the table %s has",
  (table) => {
    const schema = readFileSync(
      join(root, "course/bauth03/solution/src/db/schema.ts"),
      "utf8",
    );
    const { source } = diagrams().find(({ name }) => name === "entities")!;
    const region = new RegExp(`#region ${table}\n(.*?)#endregion`, "s");
    const entity = new RegExp(`^  ${table} \\{\n(.*?)\\}`, "ms");
    expect(
      Array.from(
        source.match(entity)![1]!.matchAll(/^ +(\w+) (\w+)/gm),
        ([, type, name]) => `${type} ${name}`,
      ),
    ).toEqual(
      Array.from(
        schema.match(region)![1]!.matchAll(/^  \w+: (\w+)\("(\w+)"/gm),
        ([, type, name]) =>
          `${type === "timestamp" ? "timestamptz" : type} ${name}`,
      ),
    );
  },
);

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "diagrams-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
