import { vi } from "vitest";
import { restartedWith } from "./app.ts";
import { textOf } from "./faults.ts";
import { prints } from "./journal.ts";

/** NODE_ENV as tests have it, as `pnpm dev` has it, and as a server has it. */
export const MODES = ["test", "development", "production"];

/**
 * What a module says when it does not start under these settings: a program
 * may throw, or print what is wrong and exit.
 * @param load imports the module
 * @returns undefined when it has started as if nothing were the matter
 */
export function startError(
  load: () => Promise<unknown>,
  settings: Record<string, string | undefined>,
): Promise<string | undefined> {
  return restartedWith(settings, async () => {
    const before = prints().length;
    const exit = vi.spyOn(process, "exit").mockImplementation(() => {
      throw new Error("process.exit");
    });
    const thrown = await load().then(() => undefined, textOf);
    const hasEnded = thrown !== undefined || exit.mock.calls.length > 0;
    exit.mockRestore();
    const printed = prints().slice(before);
    return hasEnded
      ? [thrown, ...printed.map(({ text }) => text)].join("\n").trim()
      : undefined;
  });
}
