import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import getPort from "get-port";
import { expect, onTestFinished, test, vi } from "vitest";
import { launchBrowser } from "../machine/browser.ts";
import { has } from "../machine/has.ts";
import { root } from "../course/steps.ts";

test.skipIf(!has("browser"))(
  "editing a solution's file updates the slide that shows it, while the deck runs",
  async () => {
    // A copy, because the test edits a solution.
    const copy = mkdtempSync(join(tmpdir(), "deck-live-"));
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    const deckFolder = join(copy, "slides");
    const modules = join(root, "slides", "node_modules");
    for (const part of [
      "course",
      "package.json",
      "pnpm-workspace.yaml",
      "public",
      "scripts/course",
      "slides/package.json",
      "slides/vite.config.ts",
      "solutions/bauth01/src",
    ])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    // One by one: Vite keeps a cache of its own beside the packages.
    mkdirSync(join(deckFolder, "node_modules"));
    for (const name of readdirSync(modules))
      if (!name.startsWith("."))
        symlinkSync(
          join(modules, name),
          join(deckFolder, "node_modules", name),
          "junction",
        );
    // What scripts/course/ imports.
    symlinkSync(
      join(root, "node_modules"),
      join(copy, "node_modules"),
      "junction",
    );
    const file = "solutions/bauth01/src/auth/auth.ts";
    writeFileSync(
      join(deckFolder, "slides.md"),
      `---
theme: none
routerMode: hash
fonts:
  provider: none
---

# Live

<<< @/../${file}#auth ts
`,
    );

    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const port = await getPort();
    const deck = execa("slidev", ["slides.md", "--port", String(port)], {
      cwd: deckFolder,
      preferLocal: true,
      localDir: join(root, "slides"),
      reject: false,
    });
    // Vitest runs these also when the test's time is over, the last one first.
    onTestFinished(async () => {
      deck.kill();
      await deck;
    });
    const page = await browser.newPage();
    await vi.waitFor(() => page.goto(`http://localhost:${port}/`), {
      timeout: 60_000,
      interval: 500,
    });
    const code = page.locator(".slidev-code");
    await code.getByText("betterAuth").first().waitFor();

    writeFileSync(
      join(copy, file),
      readFileSync(join(copy, file), "utf8").replaceAll(
        "betterAuth",
        "changedAuth",
      ),
    );
    await code.getByText("changedAuth").first().waitFor();
    expect(await code.innerText()).not.toContain("betterAuth");
  },
);
