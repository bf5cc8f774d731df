import { expect, test } from "vitest";
import { smallCourse } from "../testing/small-course.ts";
import { compose } from "./compose.ts";

/** The README files of a small course, composed. */
function readmes(
  change: (course: ReturnType<typeof smallCourse>) => void,
) {
  const course = smallCourse();
  change(course);
  compose(course.root);
  const [labs, first, last, solved] = [
    "labs",
    "labs/bauth01",
    "labs/bauth02",
    "solutions/bauth01",
  ].map((folder) => course.read(`${folder}/README.md`));
  return { labs, first, last, solved };
}

test("a lab's README has the task, the hints and the way on", () => {
  const { first, last } = readmes(() => {});
  expect(first).toMatch(/^# bauth01 · Шаг bauth01\n/);
  for (const part of [
    "Цель bauth01.",
    "10 мин, на занятии",
    "«Слайд bauth01»",
    "- `src/bauth01.ts`",
    "Сделайте bauth01.",
    "## Как увидеть, что работает\n\nТесты проходят.",
    "<summary>Подсказка 1</summary>\n\nНамёк.",
    "<summary>Подсказка 2</summary>\n\nПочти ответ.",
    "- [Документация](https://example.org/docs)",
    "labs/bauth02 bauth02",
  ])
    expect(first).toContain(part);
  expect(last).toContain("Это последняя лабораторная");
  expect(last).not.toContain("degit");
});

test("without a repository, nothing leads to one", () => {
  const { labs, first, solved } = readmes(() => {});
  for (const readme of [labs, first]) {
    expect(readme).toContain("npx degit ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ/labs/");
    expect(readme).toContain("Адрес репозитория даст преподаватель");
  }
  expect(solved).toContain("(../../labs/bauth01/README.md)");
});

test("the repository of package.json stands in every command", () => {
  const { labs, first, solved } = readmes((course) =>
    course.write("package.json", '{ "repository": "some/course" }'),
  );
  expect(labs).toContain("`npx degit some/course/labs/bauth02 bauth02`");
  expect(first).toContain("`npx degit some/course/labs/bauth02 bauth02`");
  expect(labs).not.toContain("преподаватель");
  expect(solved).toContain(
    "(https://github.com/some/course/tree/HEAD/labs/bauth01)",
  );
});

test("the list of labs tells where each is done", () => {
  const { labs } = readmes((course) =>
    course.writeStep("bauth02", { inClass: false, title: "A | B <C>" }),
  );
  expect(labs).toContain("| на занятии | «Слайд bauth01» |");
  expect(labs).toContain("[bauth02 · A \\| B <C>](bauth02/README.md)");
  expect(labs).toContain("| дома | «Слайд bauth02» |");
});
