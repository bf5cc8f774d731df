import { Listr, type ListrTaskWrapper } from "listr2";
import type { Group } from "./checks.ts";
import type { Progress } from "./verify.ts";

/**
 * Shows a line for each group of checks: moving on a terminal, one line at
 * its beginning and end elsewhere.
 *
 * @returns what takes note of the progress; `end` when nothing more comes
 */
export function display(): Progress & { end(): Promise<void> } {
  const lines = new Map<Group, Line>();
  let shown: Promise<unknown> = Promise.resolve();
  return {
    begin(groups) {
      for (const group of groups) lines.set(group, new Line(group));
      shown = new Listr(
        Array.from(lines.values(), (line) => ({
          title: line.title(),
          task: (_: unknown, task: Task) => line.show(task),
        })),
        {
          concurrent: true,
          exitOnError: false,
          // The program ends what it started itself.
          registerSignalListeners: false,
          rendererOptions: {
            collapseErrors: false,
            showErrorMessage: false,
          },
          fallbackRendererOptions: {},
        },
      ).run();
    },
    done(group, checks) {
      lines
        .get(group)!
        .done(checks.filter(({ findings }) => findings.length > 0).length);
    },
    async end() {
      for (const line of lines.values()) line.leave();
      await shown;
    },
  };
}

type Task = ListrTaskWrapper<any, any, any>;

class Line {
  readonly #group: Group;
  readonly #over = Promise.withResolvers<void>();
  #task: Task | undefined;
  #done = 0;
  #failed = 0;

  constructor(group: Group) {
    this.#group = group;
    if (group.tasks.length === 0) this.leave();
  }

  title(): string {
    const { title, tasks } = this.#group;
    const count =
      tasks.length > 1 ? ` — ${this.#done} из ${tasks.length}` : "";
    return `${title}${count}`;
  }

  async show(task: Task): Promise<void> {
    this.#task = task;
    await this.#over.promise;
    if (this.#done < this.#group.tasks.length) task.skip("остановлено");
    else if (this.#failed > 0)
      throw new Error(`не прошло проверок: ${this.#failed}`);
  }

  done(failed: number): void {
    this.#done += 1;
    this.#failed += failed;
    if (this.#task) this.#task.title = this.title();
    if (this.#done === this.#group.tasks.length) this.leave();
  }

  leave(): void {
    this.#over.resolve();
  }
}
