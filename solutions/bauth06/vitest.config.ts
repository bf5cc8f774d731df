// First: the others look at the environment.
import "./dev/environment.mjs";
import { defineConfig } from "vitest/config";
import { InOrder } from "./tests/support/in-order.ts";
import { StudentReporter } from "./tests/support/reporter.ts";
import { watchdog } from "./tests/support/watchdog.ts";

Object.assign(process.env, { NODE_ENV: "test" });

export default defineConfig({
  plugins: [watchdog],
  test: {
    include: ["tests/bauth*.test.ts"],
    globalSetup: "tests/support/global-setup.ts",
    setupFiles: "tests/support/setup.ts",
    reporters: [new StudentReporter()],
    // Better Auth logs every refused sign-in; only our own report is printed.
    silent: true,
    // One database and one application serve all the files, in their order.
    pool: "threads",
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: InOrder },
    // See tests/support/patience.ts.
    testTimeout: 0,
    hookTimeout: 10_000,
  },
});
