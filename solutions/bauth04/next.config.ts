import type { NextConfig } from "next";

export default {
  // The tests start Next beside a running `pnpm dev`: each needs its own folder.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  devIndicators: false,
} satisfies NextConfig;
