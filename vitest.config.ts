import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

const managers = "scripts/student/managers.e2e.test.ts";

export default defineConfig({
  test: {
    globalSetup: "scripts/machine/global-setup.ts",
    // Tests here start real processes (installs, servers, browsers).
    // They mostly wait for those, so no core is kept free for Vitest itself.
    maxWorkers: availableParallelism(),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "scripts",
          include: [
            "scripts/**/*.test.ts",
            "slides/{lecture,models}/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, managers],
        },
      },
      // Needs the npm registry, and minutes where nothing is cached.
      {
        extends: true,
        test: {
          name: "managers",
          include: [managers],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
