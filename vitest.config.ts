import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "scripts/**/*.test.ts",
      "slides/{lecture,models}/**/*.test.ts",
    ],
    globalSetup: "scripts/machine/global-setup.ts",
    // Tests here start real processes (installs, servers, browsers).
    // They mostly wait for those, so no core is kept free for Vitest itself.
    maxWorkers: availableParallelism(),
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
