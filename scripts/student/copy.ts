import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesOf } from "../course/files.ts";
import { root } from "../course/steps.ts";
import { terminal } from "../process/terminal.ts";
import { Sandbox } from "../verify/sandbox.ts";

/**
 * A copy of a folder of the course, ready to run.
 *
 * @param folder such as "labs/bauth04"
 * @param name of the copy; no two tests at the same moment have the same
 * @throws ExecaError when the labs' packages cannot be installed
 */
export async function copyOf(folder: string, name: string) {
  const sandbox = new Sandbox(root);
  await sandbox.install();
  const copy = sandbox.lay(`lab/${name}`, filesOf(root, folder));
  const vitest = join(sandbox.folder, "node_modules/vitest/vitest.mjs");
  return {
    folder: copy,

    /** Rewrites a file. */
    edit(path: string, change: (content: string) => string): void {
      const file = join(copy, path);
      writeFileSync(file, change(readFileSync(file, "utf8")));
    },

    /** Deletes what an earlier run left. */
    clear(...paths: string[]): void {
      for (const path of paths)
        rmSync(join(copy, path), { recursive: true, force: true });
    },

    /** Runs the tests; both outputs are in `all`. */
    vitest: (args: string[], env: Record<string, string> = {}) =>
      terminal(copy, env)({ all: true, reject: false })(process.execPath, [
        vitest,
        ...args,
      ]),

    /** Runs what a command of package.json runs. */
    command: (name: string, ...args: string[]) =>
      terminal(copy)({ all: true, reject: false })(process.execPath, [
        "support/run.cjs",
        name,
        ...args,
      ]),

    /** Runs Next.js itself. */
    next: (...args: string[]) =>
      terminal(copy)({ all: true, reject: false })(process.execPath, [
        join(sandbox.folder, "node_modules/next/dist/bin/next"),
        ...args,
      ]),

    /** Runs what `pnpm dev` runs, in a process group of its own. */
    dev: (args: string[] = [], env: Record<string, string> = {}) =>
      terminal(copy, env)({ all: true, reject: false, detached: true })(
        process.execPath,
        ["support/run.cjs", "dev", ...args],
      ),
  };
}
