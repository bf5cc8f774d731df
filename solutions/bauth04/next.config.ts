import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative } from "node:path";
import type { NextConfig } from "next";

// Set by the tests, whose site may run beside `pnpm dev` and needs no maps.
const testFolder = process.env.NEXT_DIST_DIR;

export default {
  distDir: testFolder ?? ".next",
  devIndicators: false,
  // Node loads them as they are: the first page comes seconds sooner.
  serverExternalPackages: ["better-auth", "drizzle-orm"],
  turbopack: { root: commonFolder() },
  experimental: {
    turbopackSourceMaps: !testFolder,
    serverSourceMaps: !testFolder,
  },
} satisfies NextConfig;

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
