import { url as inspectorAddress } from "node:inspector";
import type { TestModule, Vite } from "vitest/node";
import { stepOf } from "./step.ts";

/**
 * How long the tests may say nothing before we say "endless loop", s. A test
 * that waits ends sooner, by patience.ts; only a busy thread stays silent.
 */
const STUCK_AFTER = 25;

/**
 * Ends a run whose thread is in an endless loop and reports nothing, not even
 * which test it is in; beside whichever reporter the run has.
 */
export const watchdog: Vite.Plugin = {
  name: "watchdog",
  configureVitest({ vitest, project }) {
    // Whoever stands at a breakpoint has all the time there is.
    const isDebugged = () =>
      vitest.config.inspector.enabled || inspectorAddress() !== undefined;
    if (isDebugged()) project.config.hookTimeout = 0;

    let timer: NodeJS.Timeout | undefined;
    const watch = (file: TestModule) => {
      clearInterval(timer);
      // One by one: a paused process and a sleeping laptop count none.
      let seconds = 0;
      timer = setInterval(() => {
        seconds = isDebugged() ? 0 : seconds + 1;
        if (seconds < STUCK_AFTER) return;
        clearInterval(timer);
        const { id, title } = stepOf(file);
        stop(
          `Тесты шага ${id} (${title}) молчат уже ${STUCK_AFTER} с: похоже на бесконечный цикл.\n` +
            "Проверьте циклы while и for в файлах, которые вы меняли.",
        );
      }, 1_000);
    };
    vitest.config.reporters.push({
      onTestModuleQueued: watch,
      onTestModuleStart: watch,
      onTestCaseResult: ({ module }) => watch(module),
      onTestRunEnd: () => clearInterval(timer),
    });
  },
};

/** Ends the run at once: nobody would come to print a report. */
export function stop(message: string): void {
  console.error(`\n${message} Затем запустите тесты снова.\n`);
  process.exitCode = 1;
  // As Ctrl-C would: the database goes first.
  process.emit("SIGINT", "SIGINT");
}
