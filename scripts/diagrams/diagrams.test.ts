import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../course.ts";
import { diagrams, staleDiagrams } from "./diagrams.ts";
import { stampOf } from "./stamp.ts";

test("every drawing was made of what stands beside it now", () => {
  expect(staleDiagrams()).toEqual([]);
});

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
