import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { has } from "../machine/has.ts";
import { checkDeck } from "./check.ts";
import type { Subject } from "./read.ts";

const work = mkdtempSync(join(tmpdir(), "deck-check-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const broken = join(import.meta.dirname, "fixtures", "broken");
const subject: Subject = {
  folder: broken,
  root: broken,
  outline: ["Good", "Another"].map((title) => ({ title })),
  steps: [],
  repository: "owner/name",
};

test.skipIf(!has("browser"))(
  "a deck that breaks every rule is caught at every slide, and a good slide is not",
  async () => {
    const { findings, passed, failed } = await checkDeck(
      subject,
      work,
      true,
    );
    const found: Record<string, string[]> = {};
    for (const { slide, rule } of findings) {
      // Slidev loads slides ahead, so these two come while another is on.
      const title = ["console", "network"].includes(rule)
        ? "Noise"
        : (slide?.title ?? "deck");
      (found[title] ??= []).push(rule);
    }
    for (const [title, rules] of Object.entries(found))
      found[title] = [...new Set(rules)].sort();

    expect(found, JSON.stringify(findings, null, 1)).toEqual({
      deck: ["language"],
      Two: ["notes", "outline"],
      Overflow: ["fits", "footer"],
      Clipped: ["clipped", "size"],
      Code: ["code", "source"],
      Pictures: ["accessible", "pictures"],
      Links: ["links"],
      Noise: ["accessible", "console", "network"],
    });
    expect(failed).toBeGreaterThanOrEqual(14);
    expect(passed).toBeGreaterThan(failed);

    // Every click was looked at, in both schemes.
    expect(readdirSync(join(work, "screenshots"))).toEqual(
      expect.arrayContaining([
        "01-00-dark.jpeg",
        "01-01-light.jpeg",
        "08-01-dark.jpeg",
      ]),
    );
  },
);

test("a deck that cannot be read is one finding", async () => {
  const { findings, failed } = await checkDeck(
    { ...subject, folder: join(broken, "nowhere") },
    work,
    true,
  );
  expect(failed).toBe(1);
  expect(findings).toMatchObject([{ rule: "build" }]);
  expect(findings[0]!.what).toContain("slides.md");
});
