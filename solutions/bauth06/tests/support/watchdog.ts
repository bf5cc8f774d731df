import { url as inspectorAddress } from "node:inspector";
import type {
  Reporter,
  TestCase,
  TestModule,
  Vite,
  Vitest,
} from "vitest/node";
import { stepOf } from "./step.ts";

/**
 * How long the tests may say nothing before we say "endless loop", s. A test
 * that waits ends sooner, by patience.ts; only a busy thread stays silent.
 */
const STUCK_AFTER = 25;

/** Watches the tests beside whichever reporter the run has. */
export const watchdog: Vite.Plugin = {
  name: "watchdog",
  configureVitest({ vitest, project }) {
    // Whoever stands at a breakpoint has all the time there is.
    if (isDebugged(vitest)) project.config.hookTimeout = 0;
    vitest.config.reporters.push(new Watchdog(vitest));
  },
};

function isDebugged({ config }: Vitest): boolean {
  return config.inspector.enabled || inspectorAddress() !== undefined;
}

/** A thread in an endless loop reports nothing, not even which test it is in. */
class Watchdog implements Reporter {
  readonly #vitest: Vitest;
  #timer: NodeJS.Timeout | undefined;

  constructor(vitest: Vitest) {
    this.#vitest = vitest;
  }

  onTestModuleQueued(file: TestModule): void {
    this.#watch(file);
  }

  onTestModuleStart(file: TestModule): void {
    this.#watch(file);
  }

  onTestCaseResult(test: TestCase): void {
    this.#watch(test.module);
  }

  onTestRunEnd(): void {
    clearInterval(this.#timer);
  }

  /** Counts seconds one by one: a paused process and a sleeping laptop count none. */
  #watch(file: TestModule): void {
    clearInterval(this.#timer);
    let silent = 0;
    this.#timer = setInterval(() => {
      silent = isDebugged(this.#vitest) ? 0 : silent + 1;
      if (silent < STUCK_AFTER) return;
      clearInterval(this.#timer);
      const { id, title } = stepOf(file);
      stop(
        `Тесты шага ${id} (${title}) молчат уже ${STUCK_AFTER} с: похоже на бесконечный цикл.\n` +
          "Проверьте циклы while и for в файлах, которые вы меняли.",
      );
    }, 1_000);
  }
}

/** Ends the run at once: nobody would come to print a report. */
export function stop(message: string): void {
  console.error(`\n${message} Затем запустите тесты снова.\n`);
  process.exitCode = 1;
  // As Ctrl-C would: the database goes first.
  process.emit("SIGINT", "SIGINT");
}
