import { expect, test } from "vitest";
import {
  byDefiniteness,
  isRouted,
  match,
  patternOf,
} from "../../course/base/support/routes.ts";

const app = (folder: string) => `../src/app/${folder}/route.ts`;

test.each([
  ["api/me", "/api/me", {}],
  ["api/me", "/api/me/", {}],
  ["api/me", "/api/you", undefined],
  ["api/[id]", "/api/a%20b", { id: "a b" }],
  ["api/[id]", "/api/a/b", undefined],
  [
    "api/auth/[...better-auth]",
    "/api/auth/a/b",
    { "better-auth": ["a", "b"] },
  ],
  ["api/auth/[...all]", "/api/auth", undefined],
  ["api/auth/[[...all]]", "/api/auth", {}],
  ["api/auth/[[...all]]", "/api/auth/ok", { all: ["ok"] }],
  ["(auth)/api/(inner)/ok", "/api/ok", {}],
])("%s answers %s", (folder, path, params) => {
  expect(match(patternOf(app(folder)), path)).toEqual(params);
});

test("the more definite address comes first, and _folders have none", () => {
  const folders = ["api/[[...all]]", "api/[...all]", "api/[id]", "api/me"];
  const sorted = folders
    .map((folder) => patternOf(app(folder)))
    .sort(byDefiniteness);
  expect(sorted).toEqual(
    folders.map((folder) => patternOf(app(folder))).reverse(),
  );
  expect(isRouted(app("api/_old"))).toBe(false);
  expect(isRouted(app("api/me"))).toBe(true);
});
