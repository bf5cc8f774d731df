import type { Result } from "../report/result.ts";
import type { Grade } from "./judge.ts";

/** Longer texts make the table unreadable. */
const LONG = 300;

/**
 * What a student reads on the page of the run, in Markdown.
 *
 * @param lab such as "bauth02"
 * @param course where the tests come from, as "owner/name, commit"
 */
export function summaryOf(
  grade: Grade,
  result: Result | undefined,
  lab: string,
  course: string,
): string {
  const { title, goal } = result?.step ?? {};
  const passed = result?.tests.filter(({ state }) => state === "passed");
  const failed = [
    ...(result?.broken ?? []),
    ...(result?.tests.filter(({ state }) => state === "failed") ?? []),
  ];
  const blocks = [
    `# ${text(title ? `${lab} · ${title}` : lab)}`,
    grade.isDone
      ? `✅ **Шаг готов.** ${text(goal)}`
      : `❌ **Шаг не готов.** Баллы: ${grade.points} из ${grade.maxPoints}.`,
    result &&
      `Пройдено тестов: ${passed!.length}, не пройдено: ${result.tests.length - passed!.length}.`,
    list("Результат не засчитан", grade.doubts),
    failed.length > 0 && table(failed),
    list(
      "Проверка типов",
      (result?.types ?? []).map(
        ({ file, line, text: said }) => `${file}:${line} — ${said}`,
      ),
    ),
    result?.mistake && `> ${text(result.mistake)}`,
    `Тесты и их настройки взяты из курса (${text(course)}), из репозитория студента — только \`src/\` и \`drizzle/\`.`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

function table(failed: Result["broken"]): string {
  const rows = failed.map(({ step, name, found, why, open, slide }) =>
    [`${step}: ${name}`, found, why, open, slide]
      .map((cell) => text(cell))
      .join(" | "),
  );
  return [
    "| Не пройдено | Найдено | Почему это важно | Откройте | Слайд |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

function list(title: string, items: string[]): string {
  if (items.length === 0) return "";
  return [
    `**${title}**`,
    "",
    ...items.map((item) => `- ${text(item)}`),
  ].join("\n");
}

/** Shows what somebody else has written as it is: no Markdown, no HTML. */
function text(said = ""): string {
  const short = said.length > LONG ? `${said.slice(0, LONG)} …` : said;
  return short
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[&<>|`*_[\]\\~#]/g, (mark) => `&#${mark.codePointAt(0)};`);
}
