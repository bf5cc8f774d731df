import { expect, test } from "vitest";
import { smallCourse } from "../testing/small-course.ts";
import { readSteps, stepIds } from "./steps.ts";

test("steps are read in order, without those whose facts are to come", () => {
  const course = smallCourse();
  course.write("course/bauth03/start/x.ts", "");
  expect(stepIds(course.root)).toEqual(["bauth01", "bauth02", "bauth03"]);
  expect(readSteps(course.root).map((step) => step.title)).toEqual([
    "Шаг bauth01",
    "Шаг bauth02",
  ]);
});

test("everything wrong in all step.json files is told at once, with what to write", () => {
  const course = smallCourse();
  course.writeStep("bauth01", { id: "bauth03", hints: [] });
  course.writeStep("bauth02", {
    docs: [{ title: "x", url: "http://example.org" }],
    ...{ hint: "x" },
  });
  course.write("course/bauth03/step.json", '{ "id": "bauth03", }');
  expect(() => readSteps(course.root)).toThrow(
    `course/bauth01/step.json: "id" не годится. Напишите: имя папки, в которой лежит этот файл.
course/bauth01/step.json: "hints" не годится. Напишите: список подсказок, от намёка к почти готовому ответу (Markdown).
course/bauth02/step.json: "docs[0].url" не годится. Напишите: список ссылок вида { "title": …, "url": "https://…" }.
course/bauth02/step.json: лишнее: "hint". Проверьте, нет ли опечатки, или уберите.
course/bauth03/step.json: это не объект JSON { … }. Проверьте запятые, кавычки и скобки.`,
  );
});

test.each(["../../other.ts", "/src/a.ts", "src\\a.ts"])(
  "a file outside of the lab is refused: %s",
  (file) => {
    const course = smallCourse();
    course.writeStep("bauth01", { files: [file] });
    expect(() => readSteps(course.root)).toThrow('"files[0]" не годится');
  },
);
