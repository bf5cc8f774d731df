import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { launchBrowser } from "./launch.ts";

afterEach(() => vi.unstubAllEnvs());

test("a browser that was started and closed leaves no file behind", async () => {
  const empty = mkdtempSync(join(tmpdir(), "browser-"));
  for (const name of ["TMPDIR", "TEMP", "TMP"]) vi.stubEnv(name, empty);
  try {
    const browser = await launchBrowser();
    await browser.newPage();
    await browser.close();
    expect(readdirSync(empty)).toEqual([]);
  } finally {
    rmSync(empty, { recursive: true });
  }
});

test("a CHROME_PATH that is no browser is named, with what to do", async () => {
  const nothing = join(tmpdir(), "no-such-browser");
  vi.stubEnv("CHROME_PATH", nothing);
  await expect(launchBrowser()).rejects.toThrow(
    /CHROME_PATH не запускается[\s\S]*Установите[\s\S]*no-such-browser/,
  );
});
