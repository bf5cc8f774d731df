import { expect, test } from "vitest";
import type { TestCase, TestModule } from "vitest/node";
import {
  fingerprintOf,
  helpFor,
  likelyMistake,
} from "../../course/base/support/report/mistakes.ts";
import { smallCourse } from "../testing/small-course.ts";

const late = { test: "вход > отвечает", why: "Ждать нельзя." };
const open = { test: "вход > закрыт", why: "Чужим нельзя." };

/** A lab whose known mistake is both of these at once. */
function lab(...helps: string[]): string {
  const { root, write } = smallCourse();
  write(
    "tests/bauth02.mistakes.json",
    JSON.stringify({
      tests: 2,
      helps: { [fingerprintOf([late, open])]: helps },
    }),
  );
  return root;
}

/** What a run of the step's tests looks like for a reporter. */
function ran(...tests: { test: string; why?: string; state?: string }[]) {
  const cases = tests.map(
    ({ test, why, state = "failed" }) =>
      ({
        fullName: test,
        result: () => ({ state, errors: why ? [{ why }] : [] }),
      }) as unknown as TestCase,
  );
  return ["bauth01", "bauth02"].map(
    (id) =>
      ({
        moduleId: `/lab/tests/${id}.test.ts`,
        children: { allTests: () => (id === "bauth02" ? cases : []) },
      }) as unknown as TestModule,
  );
}

test("a mistake is known by its failed tests, in whatever order", () => {
  const folder = lab("Проверьте вход.");
  const help = (...failures: (typeof late)[]) =>
    helpFor("bauth02", failures, folder);
  expect(help(open, late)).toEqual(["Проверьте вход."]);
  expect(help(late)).toEqual([]);
  expect(help(late, { ...open, why: "Иначе." })).toEqual([]);
  expect(help()).toEqual([]);
  expect(helpFor("bauth01", [late, open], folder)).toEqual([]);
});

test("the help is said after a whole run alone", () => {
  const said = (...tests: Parameters<typeof ran>) =>
    likelyMistake("bauth02", ran(...tests), lab("Проверьте вход."));
  const passed = { test: "вход > есть", state: "passed" };
  expect(said(passed, late, open)).toBe(
    "Похоже на частую ошибку: Проверьте вход.",
  );
  const skipped = { test: "вход > есть", state: "skipped" };
  expect(said(skipped, late, open)).toBe("");
  expect(said(passed)).toBe("");
});

test("of several mistakes that look alike each is named", () => {
  expect(
    likelyMistake("bauth02", ran(late, open), lab("Вход.", "Выход.")),
  ).toBe("Похоже на одну из частых ошибок:\n  — Вход.\n  — Выход.");
});
