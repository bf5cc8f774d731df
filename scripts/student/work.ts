import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { filesOf } from "../course/files.ts";
import { root } from "../course/steps.ts";
import { terminal } from "../process/terminal.ts";
import { Sandbox } from "../verify/sandbox.ts";

/** A network that answers nobody, to Node as to git. */
const offline = {
  NODE_OPTIONS: `--import=${new URL("fixtures/offline.mjs", import.meta.url)}`,
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "http.proxy",
  GIT_CONFIG_VALUE_0: "http://127.0.0.1:1",
};

/**
 * A place outside the course where a student works without a network. It has
 * the labs' packages, and goes when the test is over.
 *
 * @throws ExecaError when the packages cannot be installed
 */
export async function placeOfWork() {
  const sandbox = new Sandbox(root);
  await sandbox.install();
  const place = mkdtempSync(join(tmpdir(), "студент "));
  onTestFinished(() => rmSync(place, { recursive: true, maxRetries: 10 }));
  symlinkSync(
    join(sandbox.folder, "node_modules"),
    join(place, "node_modules"),
    "junction",
  );
  return {
    place,

    /** Copies a folder of the course, such as "labs/bauth04", to a path here. */
    take(folder: string, to = folder.split("/").at(-1)!) {
      for (const [path, from] of filesOf(root, folder))
        cpSync(from, join(place, to, path));
      return workIn(join(place, to));
    },
  };
}

/**
 * The folder of a lab, and what one does there.
 *
 * @param folder need not exist yet
 */
export function workIn(folder: string) {
  return {
    folder,
    has: (path: string) => existsSync(join(folder, path)),
    read: (path: string) => readFileSync(join(folder, path), "utf8"),
    write(path: string, text: string) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    edit(path: string, change: (text: string) => string) {
      this.write(path, change(this.read(path)));
    },
    remove: (path: string) => rmSync(join(folder, path)),

    /** Types a command of package.json; both outputs are in `all`. */
    type: (command: string, env: Record<string, string> = {}) =>
      terminal(folder, { ...offline, ...env })({
        all: true,
        reject: false,
      })(process.execPath, ["support/run.cjs", ...command.split(" ")]),

    /** The same on a terminal, which has to be given a size. */
    typeOnTerminal(command: string) {
      const program = `'${process.execPath}' support/run.cjs`;
      const line = `stty cols 100 rows 30 && ${program} ${command}`;
      return terminal(folder, { ...offline, TERM: "xterm" })({
        all: true,
        reject: false,
        stdin: "pipe",
      })(
        "script",
        // util-linux and macOS have the program, with options of their own.
        process.platform === "darwin"
          ? ["-q", "/dev/null", "sh", "-c", line]
          : ["--quiet", "--return", "--command", line, "/dev/null"],
      );
    },
  };
}
