/** The site as a process of its own; it ends when the tests let go of it. */
import "./environment.mjs";
import { once } from "node:events";
import { startNext } from "./dev.ts";

process.once("disconnect", () => process.exit());
const [settings] = await once(process, "message");
Object.assign(process.env, settings);
const port = await startNext(0);
process.env.BETTER_AUTH_URL = `http://localhost:${port}`;
process.send?.(process.env.BETTER_AUTH_URL);
