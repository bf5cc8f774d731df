import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { Files } from "../course/files.ts";
import { fingerprint } from "../course/fingerprint.ts";
import { pnpm } from "../process/pnpm.ts";

/** What an install depends on. */
const manifests = [
  "package.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
];

/** What compilers keep for their next run. */
const compilers = /^(\.next-test|next-env\.d\.ts)$|\.tsbuildinfo$/;

/**
 * The folder in which copies of labs and solutions are tried. All of them
 * have the same dependencies, and Node looks for a module in every folder
 * upward, so one install at the top serves them all.
 */
export class Sandbox {
  /** Folder of the course. */
  readonly root: string;
  readonly folder: string;

  /** By place: how many slots there are, and which of them are free. */
  readonly #slots = new Map<string, { count: number; free: number[] }>();

  /** @param root folder of the course */
  constructor(root: string) {
    this.root = root;
    this.folder = join(root, ".verify");
  }

  /**
   * Installs what course/base/package.json lists, exactly as its lock file
   * says, and says so; does nothing when that has been done.
   *
   * @throws ExecaError with pnpm's own words in `all`
   */
  async install(): Promise<void> {
    const base = join(this.root, "course/base");
    const wanted = fingerprint(
      new Map(manifests.map((name) => [name, join(base, name)])),
    );
    const mark = join(this.folder, "node_modules", ".installed");
    if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;

    console.log("Ставятся пакеты лабораторных …");
    mkdirSync(this.folder, { recursive: true });
    rmSync(mark, { force: true });
    for (const name of manifests)
      copyFileSync(join(base, name), join(this.folder, name));
    const install = ["install", "--frozen-lockfile", "--prefer-offline"];
    await pnpm(this.root, this.folder, ...install);
    writeFileSync(mark, wanted);
  }

  /**
   * Makes a folder hold exactly these files. What is equal already is not
   * touched, so that the compiler knows its work of last time again.
   *
   * @param place below this folder, such as "labs/bauth04"
   * @returns the folder's absolute path
   */
  lay(place: string, files: Files): string {
    const folder = join(this.folder, place);
    mkdirSync(folder, { recursive: true });
    removeOthers(folder, files);
    for (const [path, from] of files) {
      const to = join(folder, path);
      const content = readFileSync(from);
      if (existsSync(to) && readFileSync(to).equals(content)) continue;
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, content);
    }
    return folder;
  }

  /**
   * Lays files where others like them lay before, so that compilers find
   * most of their work done; no two at the same moment in the same place.
   *
   * @param place below this folder, such as "tried/bauth04"
   * @param work gets the folder's absolute path
   */
  async withSlot<Result>(
    place: string,
    files: Files,
    work: (folder: string) => Promise<Result>,
  ): Promise<Result> {
    const slots = this.#slots.get(place) ?? { count: 0, free: [] };
    this.#slots.set(place, slots);
    const slot = slots.free.pop() ?? (slots.count += 1);
    try {
      return await work(this.lay(`${place}/${slot}`, files));
    } finally {
      slots.free.push(slot);
    }
  }

  /**
   * Runs a program of the installed packages, whether it succeeds or not.
   *
   * @param place where, below this folder
   * @param timeout after which it is ended, ms; never when 0
   * @returns with what it printed, in `all`
   */
  program(place: string, program: string, args: string[], timeout = 0) {
    return execa(program, args, {
      cwd: join(this.folder, place),
      preferLocal: true,
      localDir: this.folder,
      all: true,
      reject: false,
      stdin: "ignore",
      timeout,
    });
  }
}

/** What a run leaves behind may hold links into the install: none is followed. */
function removeOthers(folder: string, files: Files): void {
  const kept = new Set(
    Array.from(files.keys()).flatMap((path) =>
      path
        .split("/")
        .map((_, at, names) => names.slice(0, at + 1).join("/")),
    ),
  );
  const look = (inside: string) => {
    for (const entry of readdirSync(join(folder, inside), {
      withFileTypes: true,
    })) {
      const path = inside ? `${inside}/${entry.name}` : entry.name;
      if (compilers.test(path)) continue;
      if (!kept.has(path) || entry.isDirectory() === files.has(path)) {
        rmSync(join(folder, path), { recursive: true });
      } else if (entry.isDirectory()) look(path);
    }
  };
  look("");
}
