import { afterAll, beforeAll, describe, test } from "vitest";
import { startSite, type Site } from "./support/site.ts";

describe("bauth10", () => {
  let site: Site;
  beforeAll(async () => { site = await startSite(); }, 60_000);
  afterAll(() => site?.stop());
  test("x", async () => {
    for (const p of ["/", "/", "/api/me", "/api/sign-up"]) { const t=performance.now();
    const r = await fetch(site.origin + p); const text = await r.text();
    process.stderr.write(`${p} ${r.status} ${Math.round(performance.now()-t)} ${r.headers.get("cache-control")} ${text.length} ${site.problem()}\n`); }
  });
});
