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
      ({ places, rule }) => `${places[0]}: ${rule}`,
    );
  const edit = (file: string, from: string | RegExp, to: string) => {
    const path = join(copy, "slides/diagrams", file);
    writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
  };
  expect(found()).toEqual([]);

  edit("entities.mmd", "text ip_address", "text address");
  edit("layers.svg", /<title.*<\/title>/, "");
  edit("layers.svg", "</svg>", '<script fill="#fff"></script></svg>');
  edit("layers.svg", "</svg>", '<g id="twice"/><g id="twice"/></svg>');
  rmSync(join(copy, "slides/diagrams/login.svg"));
  expect([...new Set(found())]).toEqual([
    "slides/diagrams/entities.svg: рисунок по источнику",
    "slides/diagrams/entities.svg: столбцы таблиц",
    "slides/diagrams/layers.svg: рисунок словами",
    "slides/diagrams/layers.svg: цвета рисунка",
    "slides/diagrams/layers.svg: рисунок без скриптов и запросов",
    "slides/diagrams/layers.svg: id рисунка",
    "slides/diagrams/login.svg: рисунок по источнику",
    "slides/diagrams/login.svg: рисунок словами",
  ]);
});
