import {
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { filesOf } from "../course/files.ts";
import type { Sandbox } from "../verify/sandbox.ts";

/**
 * An empty PostgreSQL cluster. Making one takes two seconds, so each run gets
 * a copy, and none what another has left.
 */
export class EmptyCluster {
  readonly #template: string;
  readonly #name: string;

  private constructor(template: string, name: string) {
    this.#template = template;
    this.#name = name;
  }

  /**
   * Makes it with the course's own support/, unless that has been done.
   *
   * @param sandbox of the course, installed
   */
  static async of(sandbox: Sandbox): Promise<EmptyCluster> {
    const { dependencies } = JSON.parse(
      readFileSync(join(sandbox.root, "course/base/package.json"), "utf8"),
    ) as { dependencies: Record<string, string> };
    const name = `postgres-${dependencies["@electric-sql/pglite"]}-1`;
    const template = join(sandbox.folder, "grade", name);
    if (!existsSync(template)) {
      const lab = filesOf(sandbox.root, "labs/bauth01");
      // Another grading may make one at the same moment.
      const cwd = sandbox.lay(`grade/${process.pid}-0`, lab);
      const make = `const { embeddedIn } = await import("./support/postgres.ts");
        await (await embeddedIn("made")).close();`;
      await execa(
        process.execPath,
        ["--no-warnings", "--input-type=module", "--eval", make],
        { cwd, stdin: "ignore" },
      );
      if (!existsSync(template)) renameSync(join(cwd, "made"), template);
      rmSync(cwd, { recursive: true });
    }
    return new EmptyCluster(template, name);
  }

  /**
   * Puts a copy where a lab's tests keep theirs: see support/cache-folder.ts.
   *
   * @param temporary folder for temporary files of the tests' process
   */
  copyTo(temporary: string): void {
    const user = process.getuid?.() ?? "";
    cpSync(this.#template, join(temporary, `bauth-${user}`, this.#name), {
      recursive: true,
    });
  }
}
