import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import { terminal } from "../process/terminal.ts";
import { degit } from "./degit.ts";

/** One lab proves the way; CI takes every lab in turn. */
const lab = process.env.LAB ?? "bauth04";

test.skipIf(!has("git"))(
  `${lab}, cloned by degit: red, with its solution green`,
  async () => {
    const place = mkdtempSync(join(tmpdir(), "студент "));
    onTestFinished(() =>
      rmSync(place, { recursive: true, maxRetries: 10 }),
    );
    const clone = join(place, lab);
    const solution = join(place, "solution");

    await degit(root, `labs/${lab}`, clone);
    expect(existsSync(join(clone, "course"))).toBe(false);
    expect(existsSync(join(clone, "LICENSE"))).toBe(true);

    const pnpm = (...args: string[]) =>
      terminal(clone)({ all: true, reject: false })("pnpm", args);
    const install = await pnpm(
      "install",
      ...["--frozen-lockfile", "--prefer-offline"],
    );
    expect(install.exitCode, install.all).toBe(0);

    const red = await pnpm("test");
    const [earlier = "", own = ""] = red.all.split(`\n${lab} · `);
    expect(red.exitCode).toBe(1);
    expect(earlier).not.toContain("✗");
    expect(own).toContain("✗");

    await degit(root, `solutions/${lab}`, solution);
    cpSync(solution, clone, { recursive: true });
    const green = await pnpm("test");
    expect(green.all).toContain(`Шаг ${lab} готов`);
    expect(green.exitCode).toBe(0);
  },
);
