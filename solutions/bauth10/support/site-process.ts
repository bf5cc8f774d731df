/** The site as a process of its own; it ends when the tests let go of it. */
import "./environment.mjs";
import { once } from "node:events";
import { inspect } from "node:util";
import { startNext } from "./dev.ts";

process.once("disconnect", () => process.exit());
const [settings] = await once(process, "message");
Object.assign(process.env, settings);
// Next.js keeps a process alive whose start has failed.
const port = await startNext(0).catch((error: unknown) => {
  process.stderr.write(`⨯ ${inspect(error)}`, () => process.exit(1));
  return new Promise<never>(() => {});
});
process.env.BETTER_AUTH_URL = `http://localhost:${port}`;
process.send?.(process.env.BETTER_AUTH_URL);
