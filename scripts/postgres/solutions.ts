import { availableParallelism } from "node:os";
import PQueue from "p-queue";
import { ignoredIn } from "../compose/tree.ts";
import { root, stepIds } from "../course.ts";
import type { Outcome } from "../test/part.ts";
import { filesOf } from "../verify/folders.ts";
import { judgeSolution } from "../verify/judge.ts";
import { type Finding, printed } from "../verify/report.ts";
import { Runners } from "../verify/runners.ts";
import { Workshop } from "../verify/workshop.ts";
import { realPostgres } from "./server.ts";

/** How long the tests of one solution may take, ms. */
const LONGEST_RUN = 180_000;

/**
 * Runs the tests of every solution on a real PostgreSQL, each in a database
 * of its own, and says what fails there. Sets DATABASE_URL of this process.
 *
 * @returns one passed or failed check per solution
 * @throws ExecaError when the labs' packages cannot be installed
 */
export async function solutionsOnPostgres(): Promise<Outcome> {
  const server = await realPostgres();
  if ("reason" in server) return { impossible: server.reason };
  try {
    const workshop = new Workshop(root);
    await workshop.install();
    // As a student would: the tests make databases of their own there.
    process.env.DATABASE_URL = server.url;
    const findings = await testedOn(workshop);
    const broken = findings.filter((found) => found.length > 0);
    if (broken.length > 0) console.error(printed(broken.flat()));
    return {
      passed: findings.length - broken.length,
      failed: broken.length,
    };
  } finally {
    await server.stop();
  }
}

/** What is wrong with each solution; nothing, when all is well. */
async function testedOn(workshop: Workshop): Promise<Finding[][]> {
  const runners = new Runners(workshop.folder, LONGEST_RUN);
  try {
    const queue = new PQueue({ concurrency: availableParallelism() });
    const ignores = ignoredIn(root);
    // The last steps have the most tests: started first, nobody waits for them.
    const steps = stepIds().reverse();
    return await queue.addAll(
      steps.map((step) => async () => {
        const folder = workshop.lay(
          `postgres/${step}`,
          filesOf(root, `solutions/${step}`, ignores),
        );
        const outcome = await runners.run({ folder, files: [] });
        const earlier = steps.filter((other) => other < step);
        const findings = judgeSolution(step, earlier, outcome);
        const count = "tests" in outcome ? outcome.tests.length : 0;
        console.log(
          `  ${findings.length === 0 ? "✔" : "✘"} solutions/${step}: тестов ${count}`,
        );
        return findings;
      }),
    );
  } finally {
    await runners.close();
  }
}
