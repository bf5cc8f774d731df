import { availableParallelism } from "node:os";
import { join } from "node:path";
import PQueue from "p-queue";
import { Client } from "pg";
import { ignoredIn } from "../course/files.ts";
import { root, stepIds } from "../course/steps.ts";
import type { Outcome } from "../checks/part.ts";
import { filesOf } from "../course/files.ts";
import { judgeSolution } from "../verify/judge.ts";
import { type Finding, printed } from "../verify/report.ts";
import { Memory } from "../verify/memory.ts";
import { Runners } from "../verify/runners.ts";
import { Sandbox } from "../verify/sandbox.ts";
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
    const sandbox = new Sandbox(root);
    await sandbox.install();
    // A server of somebody's own may answer differently tomorrow.
    const memory = new Memory(
      process.env.DATABASE_URL ? undefined : join(root, ".verify", "runs"),
      await versionOf(server.url),
    );
    // As a student would: the tests make databases of their own there.
    process.env.DATABASE_URL = server.url;
    const findings = await testedOn(sandbox, memory);
    const broken = findings.filter((found) => found.length > 0);
    if (broken.length > 0) console.error(printed(broken.flat()));
    if (memory.used > 0)
      console.log(
        `Не повторялось: ${memory.used} — ни один их файл не изменился с прошлого раза.`,
      );
    return {
      passed: findings.length - broken.length,
      failed: broken.length,
    };
  } finally {
    await server.stop();
  }
}

/** What is wrong with each solution; nothing, when all is well. */
async function testedOn(
  sandbox: Sandbox,
  memory: Memory,
): Promise<Finding[][]> {
  const runners = new Runners(sandbox.folder, LONGEST_RUN);
  try {
    const queue = new PQueue({ concurrency: availableParallelism() });
    const ignores = ignoredIn(root);
    // The last steps have the most tests: started first, nobody waits for them.
    const steps = stepIds().reverse();
    return await queue.addAll(
      steps.map((step) => async () => {
        const files = filesOf(root, `solutions/${step}`, ignores);
        const earlier = steps.filter((other) => other < step);
        const findings = await memory.findings(
          files,
          [],
          () =>
            runners.run({
              folder: sandbox.lay(`postgres/${step}`, files),
              files: [],
            }),
          (outcome) => judgeSolution(step, earlier, outcome),
        );
        console.log(
          `  ${findings.length === 0 ? "✔" : "✘"} solutions/${step}`,
        );
        return findings;
      }),
    );
  } finally {
    await runners.close();
  }
}

/** Which PostgreSQL a server is, in its own words. */
async function versionOf(url: string): Promise<string> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query<{ version: string }>(
    "select version()",
  );
  await client.end();
  return rows[0]!.version;
}
