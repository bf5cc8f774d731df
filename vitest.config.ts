import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "scripts/**/*.test.ts",
      "slides/{lecture,models}/**/*.test.ts",
    ],
    // Tests here start real processes (installs, servers, browsers).
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
