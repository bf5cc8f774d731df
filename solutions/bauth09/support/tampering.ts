/**
 * The student's code runs in the thread of the tests and could reach into
 * them. Beside the real tests runs one that must fail; where it does not, no
 * result of the run means anything.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { TestModule, Vite } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** What the canary's failure has to say. */
    canary: string;
  }
}

const CANARY = "support/canary.test.ts";

/** Nobody who only rewrites failures can guess it. */
const nonce = randomUUID();

/** Adds the canary to the runs of a reporter that knows what it is. */
export const canary: Vite.Plugin = {
  name: "canary",
  configureVitest({ vitest, project }) {
    project.provide("canary", nonce);
    const isKnown = (vitest.config.reporters as unknown[]).some(
      (one) => Object(one).knowsCanary === true,
    );
    if (isKnown) project.config.include.push(CANARY);
  },
};

/** Whether a file holds the canary, and no test of a step. */
export function isCanary({ moduleId }: { moduleId: string }): boolean {
  return moduleId.replaceAll("\\", "/").endsWith(join("/", CANARY));
}

/**
 * Whether the tests were kept from telling the truth.
 * @param modules of a run in which nothing has failed but the canary
 */
export function isTampered(modules: readonly TestModule[]): boolean {
  return modules.some((module) =>
    Array.from(module.children.allTests()).some((test) => {
      if (!isCanary(module)) return Boolean(test.options.fails);
      const [error] = test.result().errors ?? [];
      return !error?.message.includes(nonce);
    }),
  );
}

/** What a student reads then. */
export const tampered =
  "Но верить этому нельзя: тест, который обязан не пройти, прошёл. Значит, код в src/ вмешивается в работу тестов: уберите оттуда то, что обращается к ним.";
