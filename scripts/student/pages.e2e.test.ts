import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { whenSaid } from "../process/said.ts";
import { copyOf } from "./copy.ts";

const PAGE = "src/app/notes/page.tsx";
const TESTS = "tests/bauth10.test.ts";

test("a page in an endless loop is named", async () => {
  const lab = await copyOf("solutions/bauth10", "endless-page");
  lab.edit("support/site.ts", (code) =>
    code.replace("LONGEST_WAIT = 60_000", "LONGEST_WAIT = 15_000"),
  );
  lab.edit(PAGE, (code) =>
    code.replace("const session =", "for (;;);\n  $&"),
  );
  const { all, exitCode } = await lab.vitest(["run", TESTS]);
  expect(all).toContain("страница /notes не ответила за 15 с");
  expect(all).toContain(`Откройте: ${PAGE}`);
  expect(exitCode).toBe(1);
});

test("in watch mode, Next.js stays and answers with what was saved", async () => {
  const lab = await copyOf("solutions/bauth10", "watched-page");
  const run = lab.vitest(["watch", TESTS]);
  const report = () => whenSaid(run, "Жду изменений");
  expect(await report()).toContain("не пройдено: 0");
  const sites: number[] = [];
  const lock = join(lab.folder, ".next-test/dev/lock");
  for (const [from, to, said] of [
    ["session.user.name", '"кто-то"', "Откройте: src/app/notes/page.tsx"],
    ['"кто-то"', "session.user.name", "не пройдено: 0"],
  ] as const) {
    const next = report();
    lab.edit(PAGE, (code) => code.replace(from, to));
    expect(await next).toContain(said);
    sites.push(JSON.parse(readFileSync(lock, "utf8")).pid);
  }
  expect(sites[0]).toBe(sites[1]);
  run.kill("SIGINT");
  await run;
  const isGone = () =>
    expect(() => process.kill(sites[0]!, 0)).toThrow("ESRCH");
  await vi.waitFor(isGone, 10_000);
});
