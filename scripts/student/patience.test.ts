import { expect, test } from "vitest";
import { inTime } from "../../course/base/tests/support/patience.ts";

const never = new Promise<void>(() => {});

test("a test that waits in vain ends", async (context) => {
  context.task.meta.patience = 1;
  await expect(inTime(() => never, context)).rejects.toThrow(
    "Тест не дождался ответа за 1 с.",
  );
});

test("time in which the thread stands still does not count", async (context) => {
  context.task.meta.patience = 2;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const answered = async () => {
    Atomics.wait(pause, 0, 0, 2_500);
    await new Promise((resolve) => setImmediate(resolve));
  };
  await expect(inTime(answered, context)).resolves.toBeUndefined();
});
