// First: what is imported after it resolves quicker.
import "./quick-resolution.ts";
import { randomBytes } from "node:crypto";
import { aroundEach, beforeEach, vi } from "vitest";
import { faults, startApp } from "./app.ts";
import { countConnections } from "./connections.ts";
import { emptyDatabase } from "./database.ts";
import { inTime } from "./patience.ts";
import { lowerScryptCost } from "./scrypt.ts";

lowerScryptCost();
countConnections();
process.env.DATABASE_URL = process.env.TEST_DATABASE_URL;
// Test files share one process: what they need starts with the first one.
process.env.APP_ORIGIN ??= await startApp();
process.env.BETTER_AUTH_URL = process.env.APP_ORIGIN;
process.env.BETTER_AUTH_SECRET ??= randomBytes(32).toString("hex");

aroundEach(inTime);
beforeEach(async () => {
  vi.useRealTimers();
  faults.length = 0;
  await emptyDatabase();
});
