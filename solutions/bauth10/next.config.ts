import type { NextConfig } from "next";

// Set by the tests, whose site may run beside `pnpm dev` and needs no maps.
const testFolder = process.env.NEXT_DIST_DIR;

export default {
  distDir: testFolder ?? ".next",
  devIndicators: false,
  // Node loads them as they are: the first page comes seconds sooner.
  serverExternalPackages: ["better-auth", "drizzle-orm"],
  experimental: {
    turbopackSourceMaps: !testFolder,
    serverSourceMaps: !testFolder,
  },
} satisfies NextConfig;
