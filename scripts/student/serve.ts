/**
 * Serves a built checkpoint on an embedded database, as a deployed site runs:
 * `node serve.ts FOLDER PORT`. It ends when its parent lets go of it.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, port] = process.argv.slice(2) as [string, string];
process.once("disconnect", () => process.exit());
process.chdir(folder);

const { embeddedIn, migrateDatabase } = (await import(
  join(folder, "support/postgres.ts")
)) as {
  embeddedIn(folder: string): Promise<{ url: string }>;
  migrateDatabase(url: string): Promise<void>;
};
const { url } = await embeddedIn(".data/postgres");
await migrateDatabase(url);

Object.assign(process.env, {
  NODE_ENV: "production",
  DATABASE_URL: url,
  BETTER_AUTH_URL: `http://localhost:${port}`,
  BETTER_AUTH_SECRET: randomBytes(32).toString("hex"),
});
const next = createRequire(join(folder, "package.json"))("next");
const server = createServer();
const site = next({ dev: false, port: Number(port), httpServer: server });
await site.prepare();
server.on("request", site.getRequestHandler());
await once(server.listen(Number(port)), "listening");
process.send?.(url);
