import type { Vite } from "vitest/node";

let isRunning = false;
let isUnwanted = false;

/** Whether nobody waits for the result of the run that ends. */
export function wasUnwanted(): boolean {
  return isUnwanted;
}

/**
 * Does not let anybody wait for a run whose result nobody wants to know any
 * more: a file was saved meanwhile, or somebody leaves. Vitest would finish
 * it first.
 */
export const watchMode: Vite.Plugin = {
  name: "watch-mode",
  configureVitest({ vitest }) {
    if (!vitest.config.watch) return;
    const giveUp = () => vitest.cancelCurrentRun("keyboard-input");
    vitest.config.reporters.push({
      onTestRunStart() {
        isRunning = true;
        isUnwanted = false;
      },
      onTestRunEnd: () => void (isRunning = false),
    });
    const onChange = () => {
      // Only where Vitest means to run again: not for a file that was deleted.
      if (!isRunning || vitest.watcher.changedTests.size === 0) return;
      isUnwanted = true;
      void giveUp();
    };
    // Vitest looks at the change first.
    vitest.vite.watcher.on("all", () => setImmediate(onChange));
    type Key = { name?: string; ctrl?: boolean };
    process.stdin.on("keypress", (_text, key: Key | undefined) => {
      // When nothing runs, Vitest listens itself; to Ctrl-C, always.
      if (!isRunning) return;
      isUnwanted = key?.name === "q" || (key?.name === "c" && !!key.ctrl);
      if (key?.name !== "q") return;
      void giveUp().then(() => {
        process.exitCode = 0;
        return vitest.exit(true);
      });
    });
  },
};
