declare module "virtual:course" {
  import type { Step } from "../scripts/course/steps.ts";

  /** What the slides show of a step; `task` and `done` are HTML. */
  export type ShownStep = Pick<
    Step,
    "id" | "title" | "minutes" | "inClass" | "files" | "task" | "done"
  >;
  export const steps: ShownStep[];
  /** "owner/name" on GitHub; null while nobody knows one. */
  export const repository: string | null;
}
