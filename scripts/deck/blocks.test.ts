import { expect, test } from "vitest";
import { blocksOf } from "./blocks.ts";

test("imports with region, language and steps", () => {
  expect(
    blocksOf(
      [
        "# Title",
        "<<< @/../solutions/bauth01/src/auth/auth.ts#auth ts {1|2-3|all}",
        "<<< ./file.ts",
        "<<< @/a/[...all]/route.ts#get {lines:true}",
      ].join("\n"),
    ),
  ).toEqual([
    {
      kind: "import",
      path: "@/../solutions/bauth01/src/auth/auth.ts",
      region: "auth",
    },
    { kind: "import", path: "./file.ts", region: undefined },
    { kind: "import", path: "@/a/[...all]/route.ts", region: "get" },
  ]);
});

test("typed fences with their language, whatever follows it", () => {
  expect(
    blocksOf("```ts {1|2}{lines:true}\na\n```\n\n~~~sh\nb\n~~~"),
  ).toEqual([
    { kind: "typed", language: "ts", text: "a" },
    { kind: "typed", language: "sh", text: "b" },
  ]);
});

test("the frames of code that changes in place", () => {
  expect(
    blocksOf(
      [
        "````md magic-move {at: 2}",
        "```ts",
        "a",
        "```",
        "",
        "```ts {1}",
        "b",
        "```",
        "````",
        "<<< ./after.ts#x",
      ].join("\n"),
    ),
  ).toEqual([
    { kind: "frame", language: "ts", text: "a" },
    { kind: "frame", language: "ts", text: "b" },
    { kind: "import", path: "./after.ts", region: "x" },
  ]);
});

test("an import inside of a fence is text", () => {
  expect(blocksOf("```md\n<<< ./a.ts\n```")).toEqual([
    { kind: "typed", language: "md", text: "<<< ./a.ts" },
  ]);
});
