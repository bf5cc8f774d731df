import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** Runs the steps' tests in the order of the steps. */
export class InOrder extends BaseSequencer {
  override async sort(
    files: TestSpecification[],
  ): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId));
  }
}
