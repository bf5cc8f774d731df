import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { terminal } from "../clone/terminal.ts";
import { root } from "../course.ts";
import { has } from "../machine/has.ts";

/** Neither Vite nor a shell must stumble over what people call a folder. */
const awkward =
  process.platform === "win32"
    ? "Мой курс [1] й & 'a' +$! "
    : "Мой курс [1] й & 'a' +$! \"b\" c:d ";
const place = mkdtempSync(join(tmpdir(), awkward));
afterAll(() => rmSync(place, { recursive: true, maxRetries: 10 }));

/** Managers as they come from the registry, none of them installed for good. */
const tools = mkdtempSync(join(tmpdir(), "managers-"));
afterAll(() => rmSync(tools, { recursive: true, maxRetries: 10 }));
const canInstall = has("registry");
beforeAll(async () => {
  if (!canInstall) return;
  await terminal(tools)("npm", [
    ...["install", "--prefer-offline", "--no-audit", "--no-fund"],
    ...["pnpm9@npm:pnpm@9.15.9", "pnpm10@npm:pnpm@10.4.1", "bun@1.4.5"],
  ]);
});
const node = (file: string) => [
  process.execPath,
  join(tools, "node_modules", file),
];
const pnpm9 = node("pnpm9/bin/pnpm.cjs");
const pnpm10 = node("pnpm10/bin/pnpm.cjs");
const bun = [join(tools, "node_modules", ".bin", "bun")];
const npm = ["npm", "--prefer-offline", "--no-audit", "--no-fund"];

type Case = {
  name: string;
  /** The lab's folder; where another case has used it, its packages stay. */
  folder: string;
  install: string[];
  test: string[];
  env?: Record<string, string>;
};

test.skipIf(!canInstall).for<Case>([
  {
    name: "npm without peer and development packages",
    folder: "npm",
    install: [...npm, "install", "--legacy-peer-deps"],
    test: ["npm", "test"],
    env: { NODE_ENV: "production" },
  },
  {
    name: "npm",
    folder: "npm",
    install: [...npm, "install"],
    test: ["npm", "test"],
  },
  {
    name: "pnpm 9 with the lock file",
    folder: "pnpm 9",
    install: [...pnpm9, "install", "--frozen-lockfile"],
    test: [...pnpm9, "test"],
  },
  {
    name: "pnpm 10.4 without peer packages",
    folder: "pnpm 10",
    install: [...pnpm10, "install", "--config.auto-install-peers=false"],
    test: [...pnpm10, "test"],
  },
  {
    name: "Bun",
    folder: "bun",
    install: [...bun, "install"],
    test: [...bun, "run", "test"],
  },
])("$name: a lab is red with its own report", async (one) => {
  const lab = join(place, one.folder);
  cpSync(join(root, "labs/bauth01"), lab, {
    recursive: true,
    filter: (path) => !generated.has(basename(path)),
  });
  const run = terminal(lab, one.env)({ all: true, timeout: 100_000 });
  const [installer = "", ...how] = one.install;
  await run(installer, how);

  const [tester = "", ...what] = one.test;
  const { exitCode, all } = await run({ reject: false })(tester, what);
  expect(all).toMatch(/Пройдено: [1-9]\d*, не пройдено: [1-9]/);
  expect(exitCode).toBe(1);
});

/** Not part of a lab, though they may lie in its folder. */
const generated = new Set([
  "node_modules",
  ".next",
  ".next-test",
  ".data",
]);
