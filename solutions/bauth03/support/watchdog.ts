import { url as inspectorAddress } from "node:inspector";
import type { SerializedError } from "vitest";
import {
  BaseSequencer,
  type TestModule,
  type TestSpecification,
  type Vite,
} from "vitest/node";
import { endProcesses } from "./children.ts";
import { stepOf, steps } from "./facts.ts";
import { isCanary } from "./tampering.ts";
import { onSign } from "./thread.ts";

/**
 * How long the tests' thread may give no sign before we say "endless loop", s.
 * A test that waits ends sooner, by setup.ts; only a busy thread is silent.
 */
const STUCK_AFTER = 20;

/** So many tests that waited in vain: the others would as well. */
const ENOUGH_TIMEOUTS = 3;

/** What a student reads when a test has waited in vain. */
export const waitsForEver =
  "Посмотрите, нет ли в файлах, которые вы меняли, запроса или промиса, который никогда не завершается.";

/** Whether a test failed because it waited in vain. */
export function isTimeout(
  error: Pick<SerializedError, "message">,
): boolean {
  return /timed out in|не дождался ответа за/.test(error.message);
}

/** Runs this step's tests first, the others as they came, the canary last. */
export class StepSequencer extends BaseSequencer {
  override async sort(
    files: TestSpecification[],
  ): Promise<TestSpecification[]> {
    const own = steps.at(-1)?.id;
    const place = (file: TestSpecification) => {
      if (isCanary(file)) return 2;
      return stepOf(file).id === own ? 0 : 1;
    };
    return files
      .toSorted((a, b) => a.moduleId.localeCompare(b.moduleId))
      .sort((a, b) => place(a) - place(b));
  }
}

/**
 * Ends a run that leads nowhere, beside whichever reporter it has: its thread
 * is in an endless loop and reports nothing, not even which test it is in, or
 * one test after another waits in vain. What the tests have started ends with
 * the run.
 */
export const watchdog: Vite.Plugin = {
  name: "watchdog",
  configureVitest({ vitest, project }) {
    // Whoever stands at a breakpoint has all the time there is.
    const isDebugged = () =>
      vitest.config.inspector.enabled || inspectorAddress() !== undefined;
    if (isDebugged()) project.config.hookTimeout = 0;

    const children = new Set<number>();
    const endChildren = () => {
      endProcesses(children);
      children.clear();
    };
    process.once("exit", endChildren);

    let file: TestModule | undefined;
    let silent = 0;
    let isHeard = false;
    const ignore = onSign(({ started, ended }) => {
      isHeard = true;
      silent = 0;
      if (started) children.add(started);
      if (ended) children.delete(ended);
    });
    // Second by second: a paused process and a sleeping laptop count none.
    const timer = setInterval(() => {
      // Before the first sign nothing of the student's runs.
      silent = file && isHeard && !isDebugged() ? silent + 1 : 0;
      if (silent < STUCK_AFTER) return;
      silent = 0;
      const { id, title } = stepOf(file!);
      stop(
        `Тесты шага ${id} (${title}) молчат уже ${STUCK_AFTER} с: похоже на бесконечный цикл.\n` +
          "Проверьте циклы while и for в файлах, которые вы меняли.",
      );
    }, 1_000).unref();

    let timeouts = 0;
    vitest.config.reporters.push({
      onTestModuleStart(module) {
        if (!isCanary(module)) file = module;
      },
      onTestCaseResult(test) {
        const waited = test.result().errors?.some(isTimeout);
        timeouts = waited ? timeouts + 1 : 0;
        if (timeouts === ENOUGH_TIMEOUTS)
          stop(
            `Тест «${test.name}» и ${ENOUGH_TIMEOUTS - 1} перед ним не дождались ответа.\n${waitsForEver}`,
          );
      },
      onTestRunEnd() {
        timeouts = 0;
        file = undefined;
        isHeard = false;
        endChildren();
      },
    });
    vitest.onClose(() => {
      clearInterval(timer);
      ignore();
      process.off("exit", endChildren);
    });
  },
};

/** Ends the run at once: nobody would come to print a report. */
function stop(message: string): void {
  console.error(`\n${message} Затем запустите тесты снова.\n`);
  process.exitCode = 1;
  // As Ctrl-C would: the database goes first.
  process.emit("SIGINT", "SIGINT");
}
