import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { has } from "./has.ts";
import { launchBrowser } from "./browser.ts";

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "browser-"));
  for (const name of ["TMPDIR", "TEMP", "TMP"])
    vi.stubEnv(name, temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true });
});

test.skipIf(!has("browser"))(
  "a browser that was started and closed leaves no file behind",
  async () => {
    const browser = await launchBrowser();
    await browser.newPage();
    await browser.close();
    expect(readdirSync(temporary)).toEqual([]);
  },
);

test("a CHROME_PATH that leads nowhere is named, with what to do", async () => {
  vi.stubEnv("CHROME_PATH", join(temporary, "no-such-browser"));
  await expect(launchBrowser()).rejects.toThrow(
    /CHROME_PATH не запускается[\s\S]*Установите[\s\S]*no-such-browser: такого файла нет/,
  );
  expect(readdirSync(temporary)).toEqual([]);
});
