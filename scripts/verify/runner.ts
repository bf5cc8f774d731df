/**
 * A process that runs the tests of one folder after another. Starting Vitest
 * takes longer than most steps' tests; the tests themselves, and so
 * everything that a student wrote, run in a new thread each time.
 */
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { getEachMessage, sendMessage } from "execa";
import type * as VitestApi from "vitest/node";
import { endWithParent } from "../process/parent.ts";
import type { Job, Message } from "./runners.ts";
import type { TestResult, TestRun } from "./test-run.ts";

// A run of two seconds is over before optimised code has paid for itself: a
// tenth of all time went there.
setFlagsFromString("--no-opt");

let current: VitestApi.Vitest | undefined;

await endWithParent(leave);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, leave);
for await (const job of getEachMessage()) say(await outcomeOf(job as Job));

async function outcomeOf(job: Job): Promise<TestRun> {
  try {
    return await run(job);
  } catch (error) {
    const { message } = error as Error;
    return { tests: [], broken: [{ where: "vitest", message }] };
  }
}

async function run({ folder, files, bail }: Job): Promise<TestRun> {
  process.chdir(folder);
  const { createVitest } = await vitestOf(folder);
  let ran: TestRun = { tests: [], broken: [] };
  current = await createVitest("test", {
    root: folder,
    watch: false,
    bail,
    reporters: [
      {
        onTestCaseResult: () => say("progress"),
        onTestRunEnd: (modules, errors) => {
          ran = collected(folder, modules, errors);
        },
      },
    ],
  });
  try {
    await current.start(files);
  } finally {
    await current.close();
    current = undefined;
  }
  return ran;
}

/** The Vitest that the folder's tests will import. */
async function vitestOf(folder: string): Promise<typeof VitestApi> {
  const require = createRequire(join(folder, "package.json"));
  return import(pathToFileURL(require.resolve("vitest/node")).href);
}

function collected(
  folder: string,
  modules: readonly VitestApi.TestModule[],
  errors: readonly VitestApi.SerializedError[],
): TestRun {
  const inside = (path: string) =>
    relative(folder, path).replaceAll(sep, "/");
  return {
    tests: modules.flatMap((module) =>
      Array.from(module.children.allTests(), (test): TestResult => {
        const { state, errors = [] } = test.result();
        return {
          file: inside(module.moduleId),
          name: test.fullName,
          ownName: test.name,
          state,
          errors: errors.map(({ name = "Error", message, why }) => ({
            name,
            message,
            why,
          })),
        };
      }),
    ),
    broken: [
      ...modules.flatMap((module) =>
        [module, ...module.children.allSuites()]
          .flatMap((part) => part.errors())
          .map(({ message }) => ({
            where: inside(module.moduleId),
            message,
          })),
      ),
      ...errors.map(({ message }) => ({ where: "вне тестов", message })),
    ],
  };
}

function say(message: Message): void {
  // Whoever no longer listens has ended this process already.
  sendMessage(message).catch(() => {});
}

/** Drops the database, then ends. */
async function leave(): Promise<void> {
  if (current) {
    const { cancelCurrentRun } = current;
    const cancel = () =>
      cancelCurrentRun.call(current, "keyboard-input").catch(() => {});
    // Asked a second time, it ends a thread that does not listen.
    await Promise.all([cancel(), cancel()]);
    await current?.close();
  }
  process.exit();
}
