declare module "virtual:course" {
  import type { Step } from "../scripts/course.ts";

  /** `task` and `done` are HTML. */
  export const steps: Step[];
  /** "owner/name" on GitHub; null while nobody knows one. */
  export const repository: string | null;
}
