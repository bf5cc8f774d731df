// First: the others look at the environment.
import "./support/environment.mjs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { aliases } from "./support/aliases.ts";
import { pool, threadsEnd } from "./support/pool.ts";
import { StudentReporter } from "./support/report/reporter.ts";
import { canary } from "./support/tampering.ts";
import { watchMode } from "./support/watch-mode.ts";
import { StepSequencer, watchdog } from "./support/watchdog.ts";

export default defineConfig({
  plugins: [aliases, canary, threadsEnd, watchMode, watchdog],
  // As Next.js does.
  resolve: { tsconfigPaths: true },
  test: {
    include: ["tests/bauth*.test.ts"],
    // The last step keeps Next.js from one run to the next.
    globalSetup: [
      "support/global-setup.ts",
      "support/site-host.ts",
    ].filter((file) => existsSync(join(import.meta.dirname, file))),
    setupFiles: "support/setup.ts",
    reporters: [new StudentReporter()],
    // Better Auth logs every refused sign-in; our report shows what src/ prints.
    silent: true,
    printConsoleTrace: true,
    // One database and one application serve all the files.
    pool,
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: StepSequencer },
    // In watch mode each save asks for the whole step: the tests reach the
    // application by HTTP, and no import tells which of them depend on a file.
    forceRerunTriggers: ["**/{src,drizzle,support}/**", "**/*.config.*"],
    // See support/setup.ts.
    testTimeout: 0,
    hookTimeout: 10_000,
  },
});
