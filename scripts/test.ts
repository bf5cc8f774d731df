// What `npm test` runs once Node, pnpm and the dependencies are there.
import { parts } from "./test/parts.ts";
import { runParts } from "./test/run.ts";

process.exitCode = await runParts(parts);
