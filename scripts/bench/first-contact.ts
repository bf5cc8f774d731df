import {
  cpSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terminal } from "../process/terminal.ts";
import { ids, lab } from "./folders.ts";
import {
  heading,
  inMegabytes,
  inSeconds,
  row,
  seconds,
} from "./measure.ts";

/** What only the site needs, and no test of the steps before the last. */
const SITE = /^(next|@next\+|@img\+|sharp|styled-jsx|react-dom)/;

const managers: Record<string, string[]> = {
  pnpm: ["install", "--prefer-offline"],
  npm: ["install", "--prefer-offline", "--no-audit", "--no-fund"],
};

/**
 * From the copy of a lab to its first red test, when the packages have been
 * downloaded once; and what an install weighs.
 */
export async function measureFirstContact(): Promise<void> {
  heading(
    "Первое знакомство: копия лабораторной, установка, первый запуск",
  );
  row("", "установка", "тесты", "вместе");
  for (const [manager, install] of Object.entries(managers)) {
    // npm's first install fills its cache; pnpm's store knows all of it.
    for (const isWarm of manager === "npm" ? [false, true] : [true]) {
      const into = mkdtempSync(join(tmpdir(), "first-contact-"));
      const folder = join(into, ids[4]!);
      for (const [path, from] of lab(ids[4]!))
        cpSync(from, join(folder, path));
      const student = terminal(folder)({ reject: false });
      const installing = await seconds(() => student(manager, install));
      const testing = await seconds(() => student(manager, ["test"]));
      if (isWarm) {
        row(
          manager,
          ...[installing, testing, installing + testing].map(inSeconds),
        );
        if (manager === "pnpm") weigh(join(folder, "node_modules/.pnpm"));
      }
      rmSync(into, { recursive: true });
    }
  }
}

/** All labs install the same: this one's weight is that of each. */
function weigh(store: string): void {
  let site = 0;
  let all = 0;
  for (const name of readdirSync(store)) {
    const size = sizeOf(join(store, name));
    all += size;
    if (SITE.test(name)) site += size;
  }
  row("node_modules", inMegabytes(all));
  row("  из них Next.js", inMegabytes(site));
}

function sizeOf(path: string): number {
  const entry = lstatSync(path);
  if (!entry.isDirectory()) return entry.isSymbolicLink() ? 0 : entry.size;
  return readdirSync(path)
    .map((name) => sizeOf(join(path, name)))
    .reduce((sum, size) => sum + size, 0);
}
