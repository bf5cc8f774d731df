import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endProcesses } from "../../course/base/support/children.ts";
import type { Files } from "../course/files.ts";
import {
  dismiss,
  outcomeOf,
  type Runner,
  startRunner,
} from "../verify/runners.ts";
import type { Sandbox } from "../verify/sandbox.ts";
import { confined, writtenBySite } from "./confinement.ts";
import type { EmptyCluster } from "./database.ts";
import type { Ran } from "./grade.ts";
import { brokenLimit, type Limits } from "./limits.ts";

/** Vitest keeps something of every run; a new process starts from nothing. */
const JOBS_OF_ONE_PROCESS = 20;

/** What all workplaces share. */
export type Means = {
  sandbox: Sandbox;
  cluster: EmptyCluster;
  /** Path of bubblewrap, where it works. */
  bubblewrap: string | undefined;
  limits: Limits;
};

/**
 * Deletes a place of work, or as much of it as there may be deleted: a
 * submission can make folders that even their owner cannot.
 */
export function cleared(place: string): void {
  try {
    rmSync(place, { recursive: true, force: true });
  } catch {
    // The next run takes another folder.
  }
}

/**
 * Where one submission after another is graded. The process that counts the
 * tests stays for the next one of the same lab; whatever the submission has
 * left goes.
 */
export class Workplace {
  readonly #means: Means;
  readonly #name: string;
  #staff: { runner: Runner; folder: string } | undefined;
  /** How many folders could not be emptied. */
  #spoilt = 0;

  /** @param name no other workplace has it */
  constructor(means: Means, name: string) {
    this.#means = means;
    this.#name = name;
  }

  /**
   * Runs a submission's tests.
   *
   * @param files of the lab, with what the submission brings
   * @param hasSite the lab starts Next.js, which nothing but the walls confine
   */
  async run(lab: string, files: Files, hasSite: boolean): Promise<Ran> {
    const { sandbox, cluster, limits } = this.#means;
    const [folder, home] = this.#cleared(lab);
    sandbox.lay(this.#place(lab), files);
    cluster.copyTo(home);
    const site = join(folder, writtenBySite.folder);
    if (hasSite) {
      mkdirSync(site);
      writeFileSync(join(folder, writtenBySite.file), "");
    }
    const { runner } = await this.#staffFor(folder, home, hasSite);
    const begun = Date.now();
    const enough = new AbortController();
    let limit: string | undefined;
    const watched = brokenLimit(
      runner.child.pid!,
      hasSite ? [home, site] : [home],
      limits,
      enough.signal,
    ).then(async (broken) => {
      if (!broken) return;
      limit = broken;
      await this.close();
    });
    const run = await outcomeOf(
      runner,
      { folder, files: [], setup: "" },
      limits.silence * 1_000,
    );
    enough.abort();
    await watched;
    runner.jobs += 1;
    // Without the permission model it might have been changed itself.
    if (hasSite || run.broken.length > 0 || limit) await this.close();
    return {
      run: limit ? { ...run, limit } : run,
      seconds: (Date.now() - begun) / 1_000,
    };
  }

  /** Ends what runs here, with all that it has started. */
  async close(): Promise<void> {
    const { runner } = this.#staff ?? {};
    this.#staff = undefined;
    if (!runner) return;
    const { pid, exitCode, signalCode } = runner.child.nodeChildProcess;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      // Behind walls all processes end with the first; it must not take time
      // to look for them, as they may become more meanwhile.
      if (this.#means.bubblewrap) process.kill(pid, "SIGKILL");
      else endProcesses([pid]);
    }
    await dismiss(runner);
  }

  /** Deletes what has been laid here, once nothing runs any more. */
  clear(): void {
    cleared(join(this.#means.sandbox.folder, "grade", this.#name));
  }

  #place(lab: string): string {
    return join("grade", this.#name, `${lab}-${this.#spoilt}`, "lab");
  }

  async #staffFor(folder: string, home: string, hasSite: boolean) {
    const isFit =
      this.#staff?.folder === folder &&
      this.#staff.runner.jobs < JOBS_OF_ONE_PROCESS &&
      this.#staff.runner.child.nodeChildProcess.exitCode === null;
    if (!isFit) {
      await this.close();
      const { sandbox, bubblewrap } = this.#means;
      const { root } = sandbox;
      const packages = join(sandbox.folder, "node_modules");
      const places = { root, packages, folder, home };
      const runner = startRunner(
        new URL("./runner.ts", import.meta.url),
        confined(bubblewrap, places, hasSite),
      );
      this.#staff = { runner, folder };
    }
    return this.#staff!;
  }

  /**
   * The lab's folder and its home, both empty; the processes that stand in
   * them keep them.
   */
  #cleared(lab: string): [folder: string, home: string] {
    const folder = join(this.#means.sandbox.folder, this.#place(lab));
    const home = join(folder, "../home");
    try {
      for (const place of [folder, home]) {
        mkdirSync(place, { recursive: true });
        for (const name of readdirSync(place))
          rmSync(join(place, name), { recursive: true, force: true });
      }
      return [folder, home];
    } catch {
      // See cleared().
      this.#spoilt += 1;
      return this.#cleared(lab);
    }
  }
}
