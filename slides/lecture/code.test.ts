import { expect, test } from "vitest";
import { callouts, withoutComments } from "./code.ts";

test("comments on lines of their own go, those beside code stay", () => {
  const code = `/**
 * What it is.
 */
export const url = "https://example.com"; // here
  // Why.
  /** The same, in short. */
export const b = 1;
`;
  expect(withoutComments(code)).toBe(
    `export const url = "https://example.com"; // here
export const b = 1;
`,
  );
});

test("the line that a click points at first carries its number", () => {
  const html =
    '<span class="line">a</span>\n<span class="line">{{ b }}</span>\n<span class="line">c</span>';
  expect(callouts(html, ["all", "2-3", "1"])).toBe(
    '<span class="line" data-call="2">a</span>\n<span class="line" data-call="1">&lbrace;&lbrace; b }}</span>\n<span class="line">c</span>',
  );
  expect(callouts(html, [])).not.toContain("data-call");
});
