import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import { degit } from "./degit.ts";
import { grade, install } from "./student.ts";

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

    await install(clone);
    const before = await grade(clone);
    expect(before).toMatchObject({
      exitCode: 1,
      failedFiles: [`tests/${lab}.test.ts`],
    });

    await degit(root, `solutions/${lab}`, solution);
    cpSync(solution, clone, { recursive: true });
    const after = await grade(clone);
    expect(after).toMatchObject({ exitCode: 0, failedFiles: [] });
    expect(after.passed).toBeGreaterThan(before.passed);
  },
);
