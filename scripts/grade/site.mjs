/**
 * For the last step, whose site belongs to whoever holds the database: here
 * that is the process of the tests. See support/site-host.ts.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  const host = pathToFileURL(join(process.cwd(), "support/site-host.ts"));
  const { default: setup } = await import(host.href);
  setup();
}
