/**
 * A process that runs the tests of one folder after another. Starting Vitest
 * takes longer than most steps' tests; the tests themselves, and so
 * everything that a student wrote, run in a new thread each time.
 */
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type * as VitestApi from "vitest/node";
import type { Job, Message, TestResult, TestRun } from "./job.ts";

let current: VitestApi.Vitest | undefined;

process.on("message", (job: Job) => void work(job));
// The verification ended, by whatever means: drop the database, then go.
process.once("disconnect", leave);
process.once("SIGINT", leave);
process.once("SIGTERM", leave);

async function work(job: Job): Promise<void> {
  try {
    say(await run(job));
  } catch (error) {
    const { message } = error as Error;
    say({ tests: [], broken: [{ where: "vitest", message }] });
  }
}

async function run({ folder, files }: Job): Promise<TestRun> {
  process.chdir(folder);
  const { createVitest } = await vitestOf(folder);
  let ran: TestRun = { tests: [], broken: [] };
  const vitest = await createVitest("test", {
    root: folder,
    watch: false,
    reporters: [
      {
        onTestCaseResult: () => say("progress"),
        onTestRunEnd: (modules, errors) => {
          ran = collected(folder, modules, errors);
        },
      },
    ],
  });
  current = vitest;
  try {
    await vitest.start(files);
  } finally {
    await vitest.close();
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
        const result = test.result();
        return {
          file: inside(module.moduleId),
          name: test.fullName,
          ownName: test.name,
          state: result.state,
          errors: (result.errors ?? []).map(({ name, message }) => ({
            name: name ?? "Error",
            message,
          })),
        };
      }),
    ),
    broken: [
      ...modules.flatMap((module) =>
        [
          ...module.errors(),
          ...Array.from(module.children.allSuites(), (suite) =>
            suite.errors(),
          ).flat(),
        ].map(({ message }) => ({
          where: inside(module.moduleId),
          message,
        })),
      ),
      ...errors.map(({ message }) => ({ where: "вне тестов", message })),
    ],
  };
}

function say(message: Message): void {
  process.send?.(message);
}

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
