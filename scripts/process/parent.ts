import { getCancelSignal } from "execa";

/**
 * Ends this process when the one that started it says so or has ended,
 * however that came: also by kill -9, which nobody can hand on. Does not keep
 * this process from ending when its work is done.
 *
 * @param end puts away what there is and ends this process; if not given, it
 *   ends as Ctrl-C would end it
 */
export async function endWithParent(
  end: () => unknown = () => process.kill(process.pid, "SIGTERM"),
): Promise<void> {
  // Started by hand it has no channel to a parent; the terminal ends it.
  if (!process.channel) return;
  const ended = await getCancelSignal();
  if (ended.aborted) end();
  else ended.addEventListener("abort", end, { once: true });
}
