import { writeFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { importFindings } from "./imports.ts";

/** "src/a.ts (layer) → src/b (layer)" of every import that is refused. */
function crossings(sources: Record<string, string>, step = "bauth07") {
  const folder = mkdtempSync(join(tmpdir(), "слои "));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = new Map(
    Object.entries(sources).map(([path, code]) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
      return [path, join(folder, path)];
    }),
  );
  return importFindings(step, files).map(({ what }) =>
    what.replace(`solutions/${step}/`, "").replace(" импортирует ", " → "),
  );
}

test("the lecture's direction is allowed", () => {
  expect(
    crossings({
      "src/app/notes/notes.tsx":
        '"use client";\nimport { trpc } from "../trpc";\nexport default () => <p>{trpc}</p>;',
      "src/app/trpc.ts":
        'import type { AppRouter } from "../trpc/router";',
      "src/app/page.tsx":
        'import "./globals.css";\nimport { Notes } from "./notes/notes";',
      "src/app/api/me/route.ts":
        'export { me as GET } from "../../../auth/session";',
      "src/trpc/context.ts":
        'import { getSession } from "../auth/session";',
      "src/trpc/router.ts":
        'import { list } from "../access/notes";\nimport { TRPCError } from "@trpc/server";',
      "src/access/notes.ts":
        'import { eq } from "drizzle-orm";\nimport { db } from "../db";',
      "src/auth/auth.ts":
        'import { betterAuth } from "better-auth";\nimport { requiredEnv } from "../env";',
      "src/db/index.ts": 'import { Pool } from "pg";',
      "src/instrumentation.ts": 'await import("./auth/clean-up");',
    }),
  ).toEqual([]);
});

test("every short cut is refused, however it is written", () => {
  expect(
    crossings({
      "src/app/page.tsx": 'import { getSession } from "../auth/session";',
      "src/app/api/notes/route.ts": 'import { db } from "../../../db";',
      "src/trpc/routers/notes.ts":
        'import type { User } from "../../auth/session";\nexport * from "../../db";',
      "src/access/notes.ts":
        'export const late = () => import("../auth/session");\nimport { auth } from "better-auth";',
      "src/db/index.ts": 'import { listNotes } from "../access/notes";',
      "src/app/form.tsx":
        '"use client";\nimport { save } from "./save";\nexport default () => <b />;',
      "src/app/save.ts": 'import { appRouter } from "../trpc/router";',
    }),
  ).toEqual([
    "src/app/page.tsx (page) → src/auth/session (auth)",
    "src/app/api/notes/route.ts (route) → src/db (db)",
    "src/trpc/routers/notes.ts (trpc) → src/auth/session (auth)",
    "src/trpc/routers/notes.ts (trpc) → src/db (db)",
    "src/access/notes.ts (access) → better-auth (better-auth)",
    "src/access/notes.ts (access) → src/auth/session (auth)",
    "src/db/index.ts (db) → src/access/notes (access)",
    "src/app/save.ts (client) → src/trpc/router (trpc)",
  ]);
});

test("a comment is no import", () => {
  expect(
    crossings({
      "src/access/notes.ts": '// import { auth } from "../auth/auth";\n',
    }),
  ).toEqual([]);
});

test("from the last step on, pages ask for the session", () => {
  const page = {
    "src/app/notes/page.tsx":
      'import { getSession } from "../../auth/session";',
  };
  expect(crossings(page, "bauth09")).toHaveLength(1);
  expect(crossings(page, "bauth10")).toEqual([]);
});
