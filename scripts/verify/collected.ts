import { relative, sep } from "node:path";
import type { SerializedError, TestModule, Vitest } from "vitest/node";
import type { TestResult, TestRun } from "./test-run.ts";

/**
 * What Vitest knows of a run, as the judges read it.
 *
 * @param folder that it ran in
 */
export function collected(
  folder: string,
  modules: readonly TestModule[],
  errors: readonly SerializedError[],
): TestRun {
  const inside = (path: string) =>
    relative(folder, path).replaceAll(sep, "/");
  // Which of the folders it was says nothing about the answer.
  const said = ({ message }: { message: string }) =>
    message
      .replaceAll(`${folder}${sep}`, "")
      .replaceAll(`${folder.replaceAll(sep, "/")}/`, "");
  return {
    tests: modules.flatMap((module) =>
      Array.from(module.children.allTests(), (test): TestResult => {
        const { state, errors = [] } = test.result();
        return {
          file: inside(module.moduleId),
          name: test.fullName,
          ownName: test.name,
          state,
          errors: errors.map((error) => ({
            name: error.name ?? "Error",
            message: said(error),
            why: error.why,
          })),
        };
      }),
    ),
    broken: [
      ...modules.flatMap((module) =>
        [module, ...module.children.allSuites()]
          .flatMap((part) => part.errors())
          .map((error) => ({
            where: inside(module.moduleId),
            message: said(error),
          })),
      ),
      ...errors.map((error) => ({
        where: "вне тестов",
        message: said(error),
      })),
    ],
  };
}

/**
 * Whether the test that has to fail did not, or not as it should; not when it
 * never ran.
 */
export function isTampered(
  vitest: Vitest,
  modules: readonly TestModule[],
): boolean {
  const { canary } = vitest
    .getRootProject()
    .getProvidedContext() as Record<string, string>;
  return modules
    .flatMap(({ children }) => [...children.allTests()])
    .some((test) => {
      const { state, errors = [] } = test.result();
      const isCanary = /[\\/]canary\.test\.ts$/.test(test.module.moduleId);
      if (!isCanary) return Boolean(test.options.fails);
      return (
        state === "passed" ||
        (state === "failed" && !errors[0]?.message.includes(canary!))
      );
    });
}
