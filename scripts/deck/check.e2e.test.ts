import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { has } from "../machine/has.ts";
import { printed } from "../report/finding.ts";
import { checkDeck } from "./check.ts";
import type { Subject } from "./read.ts";

const work = mkdtempSync(join(tmpdir(), "deck-check-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const broken = join(import.meta.dirname, "fixtures", "broken");
const subject: Subject = {
  folder: broken,
  root: broken,
  outline: ["Good", "Another"].map((title) => ({
    title,
    lab: undefined,
  })),
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
    const found: Record<string, Set<string>> = {};
    for (const { rule, places } of findings) {
      const title = /«(.+)»/.exec(places[0]!)?.[1] ?? places[0]!;
      // Slidev loads slides ahead, so these two come while another is on.
      const isEarly = ["сообщения браузера", "запросы"].includes(rule);
      (found[isEarly ? "Noise" : title] ??= new Set()).add(rule);
    }

    expect(found, printed(findings)).toEqual({
      "вся лекция": new Set(["заметки", "язык страницы"]),
      Two: new Set(["план лекции", "заметки"]),
      Overflow: new Set(["слайд помещается", "место колонтитула"]),
      Clipped: new Set(["ничего не обрезано", "размер букв"]),
      Code: new Set(["код из решений"]),
      Pictures: new Set(["рисунки", "доступность"]),
      Links: new Set(["ссылки", "термины"]),
      Noise: new Set(["сообщения браузера", "запросы", "доступность"]),
    });
    const code = findings.filter(({ rule }) => rule === "код из решений");
    expect(code.map(({ what }) => what)).toEqual([
      expect.stringMatching(/весь файл.*#region whole/),
      expect.stringContaining('const typed = "by hand";'),
      expect.stringMatching(/answer = 43.*щелчок 1/),
    ]);
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
  expect(findings).toMatchObject([{ rule: "сборка" }]);
  expect(findings[0]!.what).toContain("slides.md");
});
