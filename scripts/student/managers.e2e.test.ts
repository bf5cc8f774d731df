import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { terminal } from "../process/terminal.ts";
import { root } from "../course/steps.ts";
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

type Run = {
  install: string[];
  test: string[];
  env?: Record<string, string>;
};

/** By manager: what is typed, one run after another in the same folder. */
const managers: [string, Run[]][] = [
  [
    "npm without peer and development packages, then with them",
    [
      {
        install: [...npm, "install", "--legacy-peer-deps"],
        test: ["npm", "test"],
        env: { NODE_ENV: "production" },
      },
      { install: [...npm, "install"], test: ["npm", "test"] },
    ],
  ],
  [
    "pnpm 9 with the lock file",
    [
      {
        install: [...pnpm9, "install", "--frozen-lockfile"],
        test: [...pnpm9, "test"],
      },
    ],
  ],
  [
    "pnpm 10.4 without peer packages",
    [
      {
        install: [
          ...pnpm10,
          "install",
          "--config.auto-install-peers=false",
        ],
        test: [...pnpm10, "test"],
      },
    ],
  ],
  [
    "Bun",
    [{ install: [...bun, "install"], test: [...bun, "run", "test"] }],
  ],
];

// Side by side, as each waits for the network half of its time.
test.skipIf(!canInstall).concurrent.for(managers)(
  "%s: a lab is red with its own report",
  async ([name, runs], { expect }) => {
    const lab = join(place, name);
    cpSync(join(root, "labs/bauth01"), lab, {
      recursive: true,
      filter: (path) => !generated.has(basename(path)),
    });
    for (const { install, test, env } of runs) {
      const run = terminal(lab, env)({ all: true, timeout: 250_000 });
      const [installer = "", ...how] = install;
      await run(installer, how);

      const [tester = "", ...what] = test;
      const { exitCode, all } = await run({ reject: false })(tester, what);
      expect(all).toMatch(/Пройдено: [1-9]\d*, не пройдено: [1-9]/);
      expect(exitCode).toBe(1);
    }
  },
);

/** Not part of a lab, though they may lie in its folder. */
const generated = new Set([
  "node_modules",
  ".next",
  ".next-test",
  ".data",
]);
