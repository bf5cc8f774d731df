import { expect, test } from "vitest";
import { compose } from "./compose.ts";
import { smallCourse } from "../testing/small-course.ts";

test("a lab's README has the task, the hints and the way on", () => {
  const course = smallCourse();
  compose(course.root);
  const readme = course.read("labs/bauth01/README.md");
  expect(readme).toMatch(/^# bauth01 · Шаг bauth01\n/);
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
  ]) {
    expect(readme).toContain(part);
  }
});

test("the last lab ends the course", () => {
  const course = smallCourse();
  compose(course.root);
  const readme = course.read("labs/bauth02/README.md");
  expect(readme).toContain("Это последняя лабораторная");
  expect(readme).not.toContain("degit");
});

test("without a repository, nothing leads to one", () => {
  const course = smallCourse();
  compose(course.root);
  for (const file of ["labs/README.md", "labs/bauth01/README.md"]) {
    const readme = course.read(file);
    expect(readme).toContain("npx degit ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ/labs/");
    expect(readme).toContain("Адрес репозитория даст преподаватель");
  }
  expect(course.read("solutions/bauth01/README.md")).toContain(
    "(../../labs/bauth01/README.md)",
  );
});

test("the repository of package.json stands in every command", () => {
  const course = smallCourse();
  course.write("package.json", '{ "repository": "some/course" }');
  compose(course.root);
  expect(course.read("labs/README.md")).toContain(
    "`npx degit some/course/labs/bauth02 bauth02`",
  );
  expect(course.read("labs/bauth01/README.md")).toContain(
    "npx degit some/course/labs/bauth02 bauth02",
  );
  expect(course.read("labs/README.md")).not.toContain("преподаватель");
  expect(course.read("solutions/bauth01/README.md")).toContain(
    "(https://github.com/some/course/tree/HEAD/labs/bauth01)",
  );
});

test("the list of labs tells where each is done", () => {
  const course = smallCourse();
  course.writeStep("bauth02", { inClass: false, title: "A | B" });
  compose(course.root);
  const list = course.read("labs/README.md");
  expect(list).toContain("| на занятии | «Слайд bauth01» |");
  expect(list).toContain("[bauth02 · A \\| B](bauth02/README.md)");
  expect(list).toContain("| дома | «Слайд bauth02» |");
});
