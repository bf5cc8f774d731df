import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../report/finding.ts";
import {
  diagramsOf,
  drawingOf,
  wantedFingerprint,
  type Diagram,
} from "./diagrams.ts";

/**
 * Holds the drawings of the deck against their rules. Needs no browser.
 *
 * @param root folder of the course
 */
export function checkDiagrams(root: string): Check[] {
  const diagrams = diagramsOf(root);
  return diagrams.flatMap((diagram) => {
    const svg = drawingOf(diagram);
    const others = diagrams.filter((other) => other !== diagram);
    return [
      check(diagram, "рисунок по источнику", outdated(diagram, svg)),
      check(diagram, "рисунок словами", unsaid(svg)),
      check(diagram, "цвета рисунка", coloured(svg)),
      check(diagram, "рисунок без скриптов и запросов", active(svg)),
      check(diagram, "id рисунка", repeated(svg, others.map(drawingOf))),
      ...(diagram.name === "entities"
        ? [check(diagram, "столбцы таблиц", otherColumns(diagram, root))]
        : []),
    ];
  });
}

function check({ name }: Diagram, rule: string, wrong: string[]): Check {
  const subject = `slides/diagrams/${name}.svg`;
  const todo = `Исправьте slides/diagrams/${name}.mmd и запустите pnpm slides:diagrams.`;
  return {
    rule,
    subject,
    findings: wrong.map((what) => ({
      rule,
      places: [subject],
      what,
      todo,
    })),
  };
}

function outdated(diagram: Diagram, svg: string): string[] {
  return svg.includes(`data-made-of="${wantedFingerprint(diagram)}"`)
    ? []
    : [`нарисован не по нынешнему ${diagram.name}.mmd`];
}

/** A listener hears what the drawing shows. */
function unsaid(svg: string): string[] {
  return ["title", "desc"]
    .filter((tag) => !new RegExp(`<${tag} id="[^"]+">[^<]`).test(svg))
    .map((tag) => `нет <${tag}>: accTitle и accDescr в источнике`);
}

/** All colours are the theme's, so that they follow the deck's. */
function coloured(svg: string): string[] {
  return found(
    svg.split("</style>")[1] ?? "",
    /#[0-9a-f]{3,6}\b|rgb|hsl|(fill|stroke)=/gi,
  );
}

/** A drawing stands in the page: what it did, the page would do. */
function active(svg: string): string[] {
  return found(
    svg,
    /<script|<foreignObject|<image|\son\w+=|@import|@font-face|href=|(?<!xmlns=")https?:|url\((?!#)/gi,
  );
}

/** Drawings of one page must not share an id. */
function repeated(svg: string, others: string[]): string[] {
  const ids = idsIn(svg);
  const taken = new Set(others.flatMap(idsIn));
  return ids
    .filter((id, index) => taken.has(id) || ids.indexOf(id) !== index)
    .map((id) => `id «${id}» стоит дважды`);
}

/** The tables of the diagram have the columns of the tables in the code. */
function otherColumns({ source }: Diagram, root: string): string[] {
  const file = "solutions/bauth03/src/db/schema.ts";
  const schema = readFileSync(join(root, file), "utf8");
  const diagram = readFileSync(source, "utf8");
  return ["users", "sessions"].flatMap((table) => {
    const code = new RegExp(`#region ${table}\\n(.*?)#endregion`, "s");
    const drawn = new RegExp(`^  ${table} \\{\\n(.*?)\\}`, "ms");
    const wanted = columns(
      code.exec(schema)?.[1],
      /^  \w+: (?<type>\w+)\("(?<name>\w+)"/gm,
    ).replaceAll("timestamp ", "timestamptz ");
    const shown = columns(
      drawn.exec(diagram)?.[1],
      /^ +(?<type>\w+) (?<name>\w+)/gm,
    );
    return wanted === shown
      ? []
      : [`${table}: ${shown || "—"}, а в ${file}: ${wanted || "—"}`];
  });
}

function columns(text = "", column: RegExp): string {
  return Array.from(
    text.matchAll(column),
    ({ groups }) => `${groups!.type} ${groups!.name}`,
  ).join(", ");
}

function found(svg: string, forbidden: RegExp): string[] {
  return [...new Set(svg.match(forbidden))].map(
    (what) => `в рисунке есть «${what.trim()}»`,
  );
}

function idsIn(svg: string): string[] {
  return Array.from(svg.matchAll(/\sid="([^"]+)"/g), ([, id]) => id!);
}
