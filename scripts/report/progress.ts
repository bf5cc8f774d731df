import { Listr, type ListrTask } from "listr2";

/**
 * Shows tasks while they run, each a line: moving on a terminal, one at its
 * beginning and end elsewhere. A task that throws turns red; the others go on.
 *
 * @param tasks run side by side; a task may rename its line or open lines below
 * @param quiet shows nothing
 */
export async function withProgress(
  tasks: ListrTask[],
  { quiet = false, concurrent = true } = {},
): Promise<void> {
  await new Listr(tasks, {
    concurrent,
    exitOnError: false,
    // Whoever starts a program ends it, too.
    registerSignalListeners: false,
    renderer: quiet ? "silent" : "default",
    rendererOptions: {
      collapseErrors: false,
      collapseSubtasks: false,
      // What is wrong is printed at the end, with what to do.
      showErrorMessage: false,
    },
  }).run();
}
