/**
 * A process that counts the tests of submissions in one folder, one after
 * another. Their code runs in a process of its own each time: see pool.ts.
 */
import { serveJobs } from "../verify/serve-jobs.ts";
import { ConfinedPool } from "./pool.ts";

const { GRADED_PACKAGES = "", GRADED_HAS_SITE } = process.env;
const pool = new ConfinedPool(GRADED_PACKAGES, Boolean(GRADED_HAS_SITE));

// Whoever runs the tests has the database in itself: see support/threads.mjs.
Object.assign(globalThis, { testThreads: { waiting: [], embed: true } });
await serveJobs({
  pool,
  canary: true,
  amend: (run) => pool.amend(run),
});
