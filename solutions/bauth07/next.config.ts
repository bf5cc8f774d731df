import { randomBytes } from "node:crypto";
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative } from "node:path";
import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";

// Set by the tests, whose site may run beside `pnpm dev`.
const testFolder = process.env.NEXT_DIST_DIR;

export default function config(phase: string): NextConfig {
  if (phase === PHASE_PRODUCTION_BUILD) makeSettingsForBuild();
  const { BETTER_AUTH_URL } = process.env;
  return {
    distDir: testFolder ?? ".next",
    devIndicators: false,
    // In development Next.js serves its scripts to pages of localhost alone.
    allowedDevOrigins: BETTER_AUTH_URL
      ? [new URL(BETTER_AUTH_URL).hostname]
      : [],
    // Node loads them as they are: the first page comes seconds sooner.
    serverExternalPackages: ["better-auth", "drizzle-orm"],
    turbopack: { root: commonFolder() },
    // Where an exception comes from: with it the tests name the line.
    experimental: { turbopackSourceMaps: true, serverSourceMaps: true },
  };
}

/** A build loads every route and runs none: it needs no real settings. */
function makeSettingsForBuild(): void {
  process.env.DATABASE_URL ||= "postgres://build.invalid";
  process.env.BETTER_AUTH_URL ||= "http://build.invalid";
  process.env.BETTER_AUTH_SECRET ||= randomBytes(32).toString("hex");
}

/**
 * The nearest folder that holds both this one and its packages: Turbopack
 * reads nothing outside its root, and packages may be links to a store.
 */
function commonFolder(): string {
  const require = createRequire(import.meta.url);
  const next = realpathSync(require.resolve("next/package.json"));
  let folder = import.meta.dirname;
  while (relative(folder, next).startsWith("..")) folder = dirname(folder);
  return folder;
}
