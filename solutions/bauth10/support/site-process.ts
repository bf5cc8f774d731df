/** The site as a process of its own; it ends when the tests let go of it. */
import "./environment.mjs";
import { once } from "node:events";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import { startNext } from "./dev.ts";

// A page in an endless loop keeps this thread from noticing that the tests
// have ended, however they did; another one still reads what they hold open.
new Worker(
  `const { Socket } = require("node:net");
   new Socket({ fd: 0 })
     .on("error", () => {})
     .on("close", () => process.kill(process.pid, "SIGKILL"))
     .resume();`,
  { eval: true, execArgv: [] },
);
const [settings] = await once(process, "message");
Object.assign(process.env, settings);
// Next.js keeps a process alive whose start has failed.
const port = await startNext(0).catch((error: unknown) => {
  process.stderr.write(`⨯ ${inspect(error)}`, () => process.exit(1));
  return new Promise<never>(() => {});
});
process.env.BETTER_AUTH_URL = `http://localhost:${port}`;
process.send?.(process.env.BETTER_AUTH_URL);
process.on("message", () => process.send?.("alive"));
