import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Files, filesOf, ignoredIn } from "../course/files.ts";
import { root, stepIds } from "../course/steps.ts";
import { terminal } from "../process/terminal.ts";
import { Sandbox } from "../verify/sandbox.ts";

/** Every copy that is measured lies here, with the labs' packages above it. */
export const sandbox = new Sandbox(root);

export const ids = stepIds();

const ignores = ignoredIn(root);

export function lab(id: string): Files {
  return filesOf(root, `labs/${id}`, ignores);
}

export function solution(id: string): Files {
  return filesOf(root, `solutions/${id}`, ignores);
}

/** Puts files in the place of the last ones. @returns the folder */
export function lay(files: Files): string {
  return sandbox.lay("bench", files);
}

/** Runs one empty test without any configuration: the least that it takes. */
export function runEmpty() {
  const folder = layEmpty();
  return () =>
    terminal(folder)({ all: true, reject: false })(process.execPath, [
      join(sandbox.folder, "node_modules/vitest/vitest.mjs"),
      "run",
    ]);
}

function layEmpty(): string {
  const folder = lay(solution(ids[0]!));
  rmSync(join(folder, "vitest.config.ts"));
  rmSync(join(folder, "tests"), { recursive: true });
  writeFileSync(
    join(folder, "empty.test.ts"),
    'import { test } from "vitest";\n\ntest("nothing", () => {});\n',
  );
  return folder;
}

/** Runs a lab's command as its package.json does; see support/run.cjs. */
export function run(folder: string, args: string[], env = {}) {
  return terminal(folder, env)({ all: true, reject: false })(
    process.execPath,
    ["support/run.cjs", ...args],
  );
}
