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
  return diagramsOf(root).flatMap((diagram) => {
    const { name } = diagram;
    const svg = drawingOf(diagram);
    const place = `slides/diagrams/${name}.svg`;
    const todo = `Исправьте slides/diagrams/${name}.mmd и запустите pnpm slides:diagrams.`;
    return Object.entries({
      "рисунок по источнику": outdated(diagram, svg),
      "рисунок словами": unsaid(svg),
      "рисунок без лишнего": forbidden(name, svg),
      ...(name === "entities" && {
        "столбцы таблиц": otherColumns(diagram, root),
      }),
    }).map(([rule, wrong]) => ({
      rule,
      subject: place,
      findings: wrong.map((what) => ({
        rule,
        places: [place],
        what,
        todo,
      })),
    }));
  });
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

/**
 * A drawing stands in the page. What it ran or loaded, the page would; ids are
 * the page's, too; and all colours are the theme's, to follow the deck's.
 */
function forbidden(name: string, svg: string): string[] {
  const body = svg.split("</style>")[1] ?? "";
  const found = [
    ...svg.matchAll(
      /<script|<foreignObject|<image|\son\w+=|@import|@font-face|href=|(?<!xmlns=")https?:|url\((?!#)/gi,
    ),
    ...svg.matchAll(
      new RegExp(`\\sid="(?![^"]*diagram-${name})[^"]*"`, "g"),
    ),
    ...body.matchAll(/#[0-9a-f]{3,6}\b|rgb|hsl|(fill|stroke)=/gi),
  ];
  return [...new Set(found.map(([what]) => what.trim()))].map(
    (what) => `в рисунке есть «${what}»`,
  );
}

/** The tables of the diagram have the columns of the tables in the code. */
function otherColumns({ source }: Diagram, root: string): string[] {
  const file = "solutions/bauth03/src/db/schema.ts";
  const schema = readFileSync(join(root, file), "utf8");
  const diagram = readFileSync(source, "utf8");
  const enums = new Map(
    [...schema.matchAll(/const (\w+) = pgEnum\("(\w+)"/g)].map(
      ([, constant, name]) => [constant, name],
    ),
  );
  return ["users", "sessions"].flatMap((table) => {
    const code = new RegExp(`#region ${table}\\n(.*?)#endregion`, "s");
    const drawn = new RegExp(`^  ${table} \\{\\n(.*?)\\}`, "ms");
    const wanted = columns(
      // Columns that several tables share are described once.
      code
        .exec(schema)?.[1]
        ?.replace(
          /^ +\.\.\.(\w+),$/gm,
          (_, name: string) =>
            new RegExp(`^const ${name} = \\{\n(.*?)^\\}`, "ms").exec(
              schema,
            )?.[1] ?? "",
        ),
      /^ +\w+: (?<type>\w+)\("(?<name>\w+)"/gm,
    )
      .replaceAll("timestamp ", "timestamptz ")
      // Types of the application's own are called otherwise in the database.
      .replace(/\w+/g, (word) => enums.get(word) ?? word);
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
