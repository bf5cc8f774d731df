import {
  cpSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execa } from "execa";

/**
 * One installed folder outside the course in which one lab after another is
 * tried, since all of them have the same dependencies: only the tests are
 * timed, never an install.
 */
export class Seat {
  readonly folder = mkdtempSync(join(tmpdir(), "course-bench-"));

  /**
   * Puts a lab's files in the place of the last one's.
   *
   * @param layers folders of files; a later one replaces files of an earlier
   */
  async take(...layers: string[]): Promise<void> {
    for (const name of readdirSync(this.folder))
      if (name !== "node_modules")
        rmSync(join(this.folder, name), { recursive: true });
    for (const layer of layers)
      cpSync(layer, this.folder, {
        recursive: true,
        filter: (path) => !generated.has(basename(path)),
      });
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

/** Not part of a lab, though they may lie in its folder. */
const generated = new Set(["node_modules", ".next", ".data"]);
