import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

const e2e = "scripts/**/*.e2e.test.ts";
const managers = "scripts/student/managers.e2e.test.ts";

export default defineConfig({
  test: {
    // Tests here start real processes (installs, servers, browsers).
    // They mostly wait for those, so no core is kept free for Vitest itself.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: "unit",
          include: ["scripts/**/*.test.ts", "slides/**/*.test.ts"],
          exclude: [...configDefaults.exclude, e2e],
          testTimeout: 5_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: [e2e],
          exclude: [...configDefaults.exclude, managers],
          globalSetup: "scripts/machine/global-setup.ts",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // Needs the npm registry, and minutes where nothing is cached.
      {
        test: {
          name: "managers",
          include: [managers],
          globalSetup: "scripts/machine/global-setup.ts",
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
