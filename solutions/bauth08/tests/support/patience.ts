import type { TestContext } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** How long a test may wait, s. */
    patience?: number;
  }
}

// A test may put false ones in their place.
const { setInterval, clearInterval } = globalThis;

/**
 * Ends a test that waits in vain. Vitest's own limit looks at the clock; this
 * one counts seconds in which the test could run: at a breakpoint, in a paused
 * process and on a sleeping laptop there are none.
 * @see https://vitest.dev/api/hooks#aroundeach
 */
export async function inTime(
  run: () => Promise<void>,
  { task }: TestContext,
): Promise<void> {
  const { patience = 10 } = task.meta;
  let seconds = 0;
  let clock: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<never>((_, reject) => {
    clock = setInterval(() => {
      seconds += 1;
      if (seconds < patience) return;
      reject(new Error(`Тест не дождался ответа за ${patience} с.`));
    }, 1_000);
  });
  await Promise.race([run(), outOfTime]).finally(() =>
    clearInterval(clock),
  );
}
