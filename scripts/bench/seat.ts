import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { Files } from "../course/files.ts";

/**
 * One installed folder outside the course in which one lab after another is
 * tried, since all of them have the same dependencies: only the tests are
 * timed, never an install.
 */
export class Seat {
  readonly folder = mkdtempSync(join(tmpdir(), "course-bench-"));

  /** Puts a lab's files in the place of the last one's. */
  async take(files: Files): Promise<void> {
    for (const name of readdirSync(this.folder))
      if (name !== "node_modules")
        rmSync(join(this.folder, name), { recursive: true });
    for (const [path, from] of files) {
      const to = join(this.folder, path);
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(from, to);
    }
    await execa(
      "pnpm",
      ["install", "--frozen-lockfile", "--prefer-offline"],
      { cwd: this.folder },
    );
  }

  /** Leaves one empty test and no configuration: the floor of `vitest run`. */
  empty(): void {
    rmSync(join(this.folder, "vitest.config.ts"));
    rmSync(join(this.folder, "tests"), { recursive: true });
    writeFileSync(
      join(this.folder, "empty.test.ts"),
      'import { test } from "vitest";\n\ntest("nothing", () => {});\n',
    );
  }

  /** Starts `pnpm test` as a student does; red or green makes no difference. */
  test() {
    return execa("pnpm", ["test"], {
      cwd: this.folder,
      reject: false,
      stdin: "ignore",
    });
  }

  leave(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
