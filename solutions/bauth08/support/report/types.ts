import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "../cache-folder.ts";
import { typeErrorInRussian } from "./type-errors.ts";

/** What the compiler says about one place. */
export type TypeProblem = {
  file: string;
  line: number;
  /** In English, as editors show it. */
  said: string;
  /** In Russian, for the common ones. */
  meaning: string;
};

/** A compiler that needs longer than the tests and this, s, is not awaited. */
const PATIENCE = 20;

/** The type check that runs beside the tests. */
export class TypeCheck {
  #compiler: ChildProcess | undefined;
  #output: Promise<string> | undefined;

  /** Begins to check, if it has not begun. */
  start(): void {
    if (this.#output) return;
    const program = compiler();
    if (!program) return;
    const folder = createHash("sha256")
      .update(process.cwd())
      .digest("hex");
    const notes = join(cacheFolder(), `types-${folder.slice(0, 16)}`);
    const child = spawn(
      process.execPath,
      [
        program,
        "--noEmit",
        ...["--pretty", "false"],
        ...["--incremental", "--tsBuildInfoFile", notes],
        // On several cores it is quicker, but needs half as much again.
        "--singleThreaded",
      ],
      { stdio: ["ignore", "pipe", "ignore"], windowsHide: true },
    );
    // Neither keeps the run alive nor outlives it.
    child.unref();
    giveWay(child);
    const end = () => void child.kill();
    process.once("exit", end);
    this.#compiler = child;
    this.#output = new Promise((resolve) => {
      let said = "";
      child.stdout
        ?.setEncoding("utf8")
        .on("data", (text) => (said += text));
      child.once("error", () => resolve(""));
      child.once("close", () => {
        process.off("exit", end);
        resolve(said);
      });
    });
  }

  /**
   * What it finds in the student's files, and in the tests after those; begins
   * if it has not begun.
   */
  async problems(): Promise<{
    own: TypeProblem[];
    tests: TypeProblem[];
  }> {
    let timer: NodeJS.Timeout | undefined;
    const outOfPatience = new Promise<string>((resolve) => {
      timer = setTimeout(resolve, PATIENCE * 1_000, "");
    });
    this.start();
    const said = await Promise.race([this.#output ?? "", outOfPatience]);
    clearTimeout(timer);
    this.stop();
    const all = parse(said);
    const isTest = ({ file }: TypeProblem) => file.startsWith("tests/");
    const isOwn = ({ file }: TypeProblem) =>
      !/^(tests|support|\.next.*|node_modules|\.\.)\//.test(file);
    return { own: all.filter(isOwn), tests: all.filter(isTest) };
  }

  stop(): void {
    this.#compiler?.kill();
    this.#compiler = undefined;
    this.#output = undefined;
  }
}

/** The tests come first where both want the processor. */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended, or the system does not let us.
  }
}

/** TypeScript's compiler, where the packages are. */
function compiler(): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  try {
    const file = join(
      dirname(resolve("typescript/package.json")),
      "lib/tsc.js",
    );
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** `src/auth/auth.ts(4,8): error TS1192: Module … has no default export.` */
function parse(said: string): TypeProblem[] {
  return said.split(/\r?\n/).flatMap((line) => {
    const [, file, number, code, text] =
      /^(.+?)\((\d+),\d+\): error (TS\d+): (.+)$/.exec(line) ?? [];
    if (!file || !code || !text) return [];
    return {
      file: file.replaceAll("\\", "/"),
      line: Number(number),
      said: `${code}: ${text.replaceAll(`${process.cwd()}/`, "")}`,
      meaning: typeErrorInRussian(code, text),
    };
  });
}
