/** Has to fail: a run in which it passes cannot be believed. See tampering.ts. */
import { inject, test } from "vitest";

test("canary", async () => {
  // The application is at work, as in every other test.
  await fetch(new URL("/api/auth/ok", process.env.APP_ORIGIN));
  throw new Error(inject("canary"));
});
