import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import getPort from "get-port";
import { expect, onTestFinished, test, vi } from "vitest";
import { launchBrowser } from "../machine/browser.ts";
import { has } from "../machine/has.ts";
import { root } from "../course/steps.ts";
import { slidev } from "./site.ts";

const path = "solutions/bauth01/src/auth/auth.ts";

/** A course with one slide, which shows one region: the tests edit it. */
function oneSlide() {
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
    "slides/vite",
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
  writeFileSync(
    join(deckFolder, "slides.md"),
    `---
theme: none
routerMode: hash
fonts:
  provider: none
---

# Live

<<< @/../${path}#auth ts {all|2}
`,
  );
  const file = join(copy, path);
  return { deckFolder, file, whole: readFileSync(file, "utf8") };
}

test.skipIf(!has("browser"))(
  "every save of a solution's file shows on its slide while the deck runs, and so does a mistake",
  async () => {
    const { deckFolder, file, whole } = oneSlide();
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
    const shows = (text: string) => code.getByText(text).first().waitFor();
    await shows("betterAuth");
    const [first] = /betterAuth\(.*\n/.exec(whole) ?? [];

    for (const edit of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      // Saved, then formatted: the second one counts, however quickly it
      // follows.
      writeFileSync(file, whole.replaceAll("betterAuth", `draft${edit}`));
      await setTimeout(5 * edit);
      writeFileSync(file, whole.replaceAll("betterAuth", `edit${edit}`));
      await shows(`edit${edit}`);
      expect(await code.innerText()).not.toContain(`edit${edit - 1}`);
      expect(await code.innerText()).not.toContain("betterAuth");
    }

    // Lines come, and go again.
    const lines = await code.locator(".line").count();
    writeFileSync(
      file,
      whole.replace(first!, `${first}    // added\n    // too\n`),
    );
    await shows("// too");
    expect(await code.locator(".line").count()).toBe(lines + 2);
    writeFileSync(file, whole);
    await code.getByText("// too").waitFor({ state: "detached" });
    expect(await code.locator(".line").count()).toBe(lines);

    // Many editors write a file beside it and give that one its name.
    writeFileSync(`${file}~`, whole.replaceAll("betterAuth", "renamed"));
    renameSync(`${file}~`, file);
    await shows("renamed");

    const problem = page.getByRole("alert");
    for (const { broken, said } of [
      {
        broken: whole.replaceAll("region auth", "region other"),
        said: `В ${path} нет участка #region auth:`,
      },
      {
        broken: whole.replace("#endregion auth", ""),
        said: `В ${path} нет участка #region auth:`,
      },
      { broken: undefined, said: `Нет файла ${path}.` },
    ]) {
      if (broken === undefined) rmSync(file);
      else writeFileSync(file, broken);
      await problem.getByText(said).waitFor();
      expect(await code.count()).toBe(0);
      // Not only who has looked at the slide all the time sees it.
      await page.reload();
      await problem.getByText(said).waitFor();
      writeFileSync(file, whole);
      await shows("betterAuth");
      expect(await problem.count()).toBe(0);
    }
  },
);

test("a slide whose code is missing ends the build and the PDF", async () => {
  const { deckFolder, file, whole } = oneSlide();
  writeFileSync(file, whole.replaceAll("region auth", "region other"));
  const noRegion = await slidev(deckFolder, "build");
  expect(noRegion.failed).toBe(true);
  expect(noRegion.all).toContain(`В ${path} нет участка #region auth:`);
  expect(noRegion.all).toContain("слайд 1 (slides/slides.md)");

  if (has("browser")) {
    // Slidev prints one deck for each process.
    const print = `
      import { printHandout } from ${JSON.stringify(import.meta.resolve("./handout.ts"))};
      const folder = ${JSON.stringify(deckFolder)};
      await printHandout({ folder, root: folder }, false);`;
    const { failed, stderr } = await execa(
      "node",
      ["--input-type=module", "--eval", print],
      { cwd: root, reject: false },
    );
    expect(failed).toBe(true);
    expect(stderr).toContain(`В ${path} нет участка #region auth:`);
  }

  rmSync(file);
  const noFile = await slidev(deckFolder, "build");
  expect(noFile.failed).toBe(true);
  expect(noFile.all).toContain(`Нет файла ${path}.`);
});
