import {
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
import { reportOf } from "../report/finding.ts";
import { checkDiagrams } from "./check.ts";

test("what is wrong with a drawing is named, and nothing of the right ones", () => {
  const copy = mkdtempSync(join(tmpdir(), "diagrams-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const part of [
    "slides/diagrams",
    "solutions/bauth03/src/db/schema.ts",
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  const found = () =>
    reportOf(checkDiagrams(copy)).findings.map(
      ({ places, rule, what }) => `${places[0]}: ${rule}: ${what}`,
    );
  const edit = (file: string, from: string | RegExp, to: string) => {
    const path = join(copy, "slides/diagrams", file);
    writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
  };
  expect(found()).toEqual([]);

  edit("entities.mmd", "text ip_address", "text address");
  edit("layers.svg", /<title.*<\/title>/, "");
  edit(
    "layers.svg",
    "</svg>",
    '<script id="twice" fill="#fff"></script></svg>',
  );
  rmSync(join(copy, "slides/diagrams/login.svg"));
  expect(found()).toEqual([
    expect.stringContaining("entities.svg: рисунок по источнику"),
    expect.stringContaining("entities.svg: столбцы таблиц"),
    expect.stringMatching(/layers\.svg: рисунок словами: нет <title>/),
    ...["<script", 'id="twice"', "fill=", "#fff"].map((what) =>
      expect.stringMatching(`layers.svg: рисунок без лишнего: .*${what}`),
    ),
    expect.stringContaining("login.svg: рисунок по источнику"),
    ...["<title>", "<desc>"].map((tag) =>
      expect.stringMatching(`login.svg: рисунок словами: нет ${tag}`),
    ),
  ]);
});
