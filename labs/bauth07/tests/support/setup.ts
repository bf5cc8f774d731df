// First: what is imported after it resolves quicker.
import "./quick-resolution.ts";
import { randomBytes } from "node:crypto";
import { beforeEach, vi } from "vitest";
import { faults, startApp } from "./app.ts";
import { emptyDatabase } from "./database.ts";
import { startRelay, type Relay } from "./relay.ts";
import { lowerScryptCost } from "./scrypt.ts";

const globals = globalThis as { relay?: Relay };

lowerScryptCost();
// Test files share one process: what they need starts with the first one.
globals.relay ??= await startRelay(process.env.TEST_DATABASE_URL!);
process.env.DATABASE_URL = globals.relay.url;
process.env.APP_ORIGIN ??= await startApp();
process.env.BETTER_AUTH_URL = process.env.APP_ORIGIN;
process.env.BETTER_AUTH_SECRET ??= randomBytes(32).toString("hex");

beforeEach(async () => {
  vi.useRealTimers();
  faults.length = 0;
  await emptyDatabase();
});

/** How many connections the application has opened since it started. */
export function connectionsOpened(): number {
  return globals.relay!.opened();
}
