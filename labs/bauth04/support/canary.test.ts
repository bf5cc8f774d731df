/** Has to fail: a run in which it passes cannot be believed. See tampering.ts. */
import { createContext, runInContext } from "node:vm";
import { inject, test } from "vitest";
import { expectThat } from "./lesson.ts";

test("canary", async () => {
  // The application is at work, as in every other test.
  await fetch(new URL("/api/auth/ok", process.env.APP_ORIGIN));
  throw new Error(inject("canary"));
});

test("canary of the lessons", () => {
  expectThat(false, { found: inject("canary"), why: "", file: "" });
});

test("canary of the language", () => {
  throw new Error(alteredBuiltins().join() || inject("canary"));
});

/** What every test counts on, and no application has a reason to replace. */
function alteredBuiltins(): string[] {
  const realm = createContext();
  const source = runInContext(
    "(f) => Function.prototype.toString.call(f)",
    realm,
  ) as (value: unknown) => string;
  const holders = { Array, JSON, Map, Number, Object, Promise, Reflect };
  const others = { RegExp, Set, String, Symbol };
  return Object.entries({ ...holders, ...others }).flatMap(
    ([name, holder]) =>
      [holder, Object(holder).prototype ?? {}].flatMap((owner: object) =>
        Object.entries(Object.getOwnPropertyDescriptors(owner))
          .filter(
            ([key, { value }]) =>
              key !== "constructor" &&
              typeof value === "function" &&
              !source(value).endsWith("{ [native code] }"),
          )
          .map(([key]) => `${name}.${key}`),
      ),
  );
}
