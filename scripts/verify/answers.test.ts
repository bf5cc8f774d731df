import { expect, test } from "vitest";
import { filesOf } from "../course/files.ts";
import { smallCourse } from "../testing/small-course.ts";
import { answersOf, type Kind } from "./answers.ts";
import { Sandbox } from "./sandbox.ts";

const diff =
  "diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -1 +1 @@\n-a\n+b\n";

/** The only answer of a step, with this head. */
function answer(kind: Kind, head: string) {
  const { root, write } = smallCourse();
  write("solutions/bauth01/a.ts", "a\n");
  write(`course/bauth01/${kind}/x.patch`, `${head}\n${diff}`);
  const solution = filesOf(root, "solutions/bauth01");
  return answersOf(kind, new Sandbox(root), "bauth01", solution)[0]!;
}

test("a head's trailers go on over lines that begin with a space", () => {
  const head =
    "Ответ\n\nТак пишут:\nчасто.\n\nRefused-by: проверяет вход\nHelp: Проверьте вход:\n кто вошёл?\n";
  expect(answer("wrong", head)).toMatchObject({
    test: "проверяет вход",
    help: "Проверьте вход: кто вошёл?",
    problems: [],
  });
});

test("a right answer is refused by no test", () => {
  expect(answer("right", "Ответ\n\nТак тоже можно.\n").problems).toEqual(
    [],
  );
  expect(
    answer("right", "Ответ\n\nТак.\n\nHelp: Подумайте.\n").problems,
  ).toMatchObject([{ what: expect.stringContaining("нет строк") }]);
  expect(answer("right", "Ответ\n").problems).toMatchObject([
    { what: expect.stringContaining("почему так тоже верно") },
  ]);
});
