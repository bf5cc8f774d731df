import { url as inspectorAddress } from "node:inspector";
import type { SerializedError } from "vitest";
import {
  BaseSequencer,
  type TestModule,
  type TestSpecification,
  type TestSuite,
  type Vite,
} from "vitest/node";
import { stepOf } from "./facts.ts";

/**
 * How long the tests may say nothing before we say "endless loop", s. A test
 * that waits ends sooner, by setup.ts; only a busy thread stays silent.
 */
const STUCK_AFTER = 25;

/** The same while a step starts what its tests need, such as Next.js, s. */
const STUCK_IN_START = 90;

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

/** Runs the steps' tests in the order of the steps. */
export class StepSequencer extends BaseSequencer {
  override async sort(
    files: TestSpecification[],
  ): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId));
  }
}

/**
 * Ends a run that leads nowhere, beside whichever reporter it has: its thread
 * is in an endless loop and reports nothing, not even which test it is in, or
 * one test after another waits in vain.
 */
export const watchdog: Vite.Plugin = {
  name: "watchdog",
  configureVitest({ vitest, project }) {
    // Whoever stands at a breakpoint has all the time there is.
    const isDebugged = () =>
      vitest.config.inspector.enabled || inspectorAddress() !== undefined;
    if (isDebugged()) project.config.hookTimeout = 0;

    let timeouts = 0;
    let timer: NodeJS.Timeout | undefined;
    const watch = (file: TestModule, limit = STUCK_AFTER) => {
      clearInterval(timer);
      // One by one: a paused process and a sleeping laptop count none.
      let seconds = 0;
      timer = setInterval(() => {
        seconds = isDebugged() ? 0 : seconds + 1;
        if (seconds < limit) return;
        clearInterval(timer);
        const { id, title } = stepOf(file);
        stop(
          `Тесты шага ${id} (${title}) молчат уже ${limit} с: похоже на бесконечный цикл.\n` +
            "Проверьте циклы while и for в файлах, которые вы меняли.",
        );
      }, 1_000);
    };
    vitest.config.reporters.push({
      onTestModuleQueued: (file) => watch(file),
      onTestModuleStart: (file) => watch(file),
      onHookStart({ name, entity }) {
        if (name === "beforeAll") watch(moduleOf(entity), STUCK_IN_START);
      },
      onHookEnd({ name, entity }) {
        if (name === "beforeAll") watch(moduleOf(entity));
      },
      onTestCaseResult(test) {
        watch(test.module);
        const waited = test.result().errors?.some(isTimeout);
        timeouts = waited ? timeouts + 1 : 0;
        if (timeouts === ENOUGH_TIMEOUTS)
          stop(
            `Тест «${test.name}» и ${ENOUGH_TIMEOUTS - 1} перед ним не дождались ответа.\n${waitsForEver}`,
          );
      },
      onTestRunEnd() {
        timeouts = 0;
        clearInterval(timer);
      },
    });
  },
};

function moduleOf(entity: TestModule | TestSuite): TestModule {
  return entity.type === "module" ? entity : entity.module;
}

/** Ends the run at once: nobody would come to print a report. */
function stop(message: string): void {
  console.error(`\n${message} Затем запустите тесты снова.\n`);
  process.exitCode = 1;
  // As Ctrl-C would: the database goes first.
  process.emit("SIGINT", "SIGINT");
}
