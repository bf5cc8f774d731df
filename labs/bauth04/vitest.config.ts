// First: the others look at the environment.
import "./support/environment.mjs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { aliases } from "./support/aliases.ts";
import { StudentReporter } from "./support/report/reporter.ts";
import { canary } from "./support/tampering.ts";
import { StepSequencer, watchdog } from "./support/watchdog.ts";

// A zone that no server has: a time read as local is hours off here.
Object.assign(process.env, { NODE_ENV: "test", TZ: "Asia/Kathmandu" });

export default defineConfig({
  plugins: [aliases, canary, watchdog],
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
    // One database and one application serve all the files, in their order.
    pool: "threads",
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: StepSequencer },
    // In watch mode each save asks for the whole step: the tests reach the
    // application by HTTP, and no import tells which of them depend on a file.
    forceRerunTriggers: ["**/{src,drizzle,support}/**", "**/*.config.*"],
    // Node's own warnings are no part of the report.
    execArgv: ["--no-warnings"],
    // See support/setup.ts.
    testTimeout: 0,
    hookTimeout: 10_000,
  },
});
