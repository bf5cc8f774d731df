import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../course/steps.ts";

const notes = "course/bauth07/solution/src/access/notes.ts";

test("what the lecture's layers and the rooms of scripts/ import is allowed", async () => {
  expect(
    await refused({
      "course/base/src/app/trpc.ts":
        'import type { AppRouter } from "../trpc/router";',
      "course/base/src/app/api/me/route.ts":
        'export { me as GET } from "../../../auth/session";',
      "course/base/src/trpc/context.ts":
        'import { getSession } from "../auth/session";',
      "course/base/src/trpc/routers/notes.ts":
        'import { list } from "../../access/notes";',
      [notes]:
        '// import "../auth/auth"\nimport { eq } from "drizzle-orm";\nimport { db } from "../db";',
      "course/base/src/auth/auth.ts":
        'import { betterAuth } from "better-auth";\nimport { db } from "../db";',
      "course/bauth10/solution/src/app/notes/page.tsx":
        'import { getSession } from "../../auth/session";',
      "scripts/verify/cli.ts":
        'import { compose } from "../compose/compose.ts";',
      "scripts/verify/cli.test.ts":
        'import { smallCourse } from "../testing/small-course.ts";',
    }),
  ).toEqual([]);
});

test("every short cut is refused", async () => {
  const shortCuts = {
    "course/base/src/app/page.tsx": "../auth/session",
    "course/base/src/app/header.tsx": "better-auth/react",
    "course/base/src/app/notes/notes.tsx": "../../trpc/router",
    "course/bauth10/start/src/app/page.tsx": "../db",
    "course/base/src/app/api/notes/route.ts": "../../../db",
    "course/bauth07/start/src/trpc/context.ts": "../access/notes",
    "course/bauth07/start/src/trpc/routers/notes.ts": "../../auth/auth",
    "course/bauth07/start/src/trpc/procedures.ts": "drizzle-orm",
    [notes]: "../auth/session",
    "course/bauth04/start/src/auth/auth.ts": "../access/notes",
    "course/base/src/db/index.ts": "../access/notes",
    "scripts/report/finding.ts": "../verify/checks.ts",
    "scripts/machine/apt.ts": "../verify/checks.ts",
    "scripts/deck/check.ts": "../verify/checks.ts",
    "scripts/verify/checks.ts": "../testing/small-course.ts",
  };
  const files = Object.entries(shortCuts).map(([file, target]) => [
    file,
    `export * from "${target}";`,
  ]);
  expect((await refused(Object.fromEntries(files))).sort()).toEqual(
    Object.keys(shortCuts).sort(),
  );
});

/** Which of these files the lint of the course refuses for an import. */
async function refused(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "imports-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // The configuration finds oxlint there.
  symlinkSync(
    join(root, "node_modules"),
    join(folder, "node_modules"),
    "junction",
  );
  copyFileSync(
    join(root, "oxlint.config.ts"),
    join(folder, "oxlint.config.ts"),
  );
  const entries = Object.entries(files);
  for (const [path, code] of entries) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${code}\n`);
  }
  const { stdout } = await execa(
    "oxlint",
    [
      "--format=json",
      ...new Set(entries.map(([path]) => path.split("/")[0]!)),
    ],
    {
      cwd: folder,
      preferLocal: true,
      localDir: root,
      reject: false,
    },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; filename: string }[];
  };
  return diagnostics
    .filter(({ code }) => code.includes("no-restricted-imports"))
    .map(({ filename }) => filename);
}
