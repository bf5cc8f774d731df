/**
 * Ends this process as Ctrl-C would when the one that started it has ended,
 * however that came: also by kill -9, which nobody can hand on.
 */
export function endWithParent(): void {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // Does not keep this process from ending when its work is done.
  process.channel?.unref();
}
