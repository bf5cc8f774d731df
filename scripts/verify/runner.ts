/**
 * A process that runs the tests of one folder after another. The tests
 * themselves, and so everything that a student wrote, run in a new thread each
 * time.
 */
import { serveJobs } from "./serve-jobs.ts";

await serveJobs();
