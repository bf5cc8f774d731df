import type { Step } from "../course/steps.ts";

/**
 * README.md of labs/bauthNN: all that a student needs to work alone.
 *
 * @param step whose lab it is
 * @param steps all of them, in order
 * @param task body of course/bauthNN/task.md (Markdown)
 * @param repository "owner/name" on GitHub; none when package.json names none
 */
export function labReadme(
  step: Step,
  steps: Step[],
  task: string,
  repository: string | undefined,
): string {
  const index = steps.indexOf(step);
  const next = steps[index + 1];
  return document([
    heading(step),
    facts(step),
    "## Какие файлы открыть",
    fileList(step),
    `Шаг проверяет \`tests/${step.id}.test.ts\`: его можно читать, но менять не нужно.`,
    "## Как начать",
    block("bash", "pnpm install\npnpm test"),
    `${managers}

Сейчас падают только тесты ${step.id} — так и должно быть.${index > 0 ? " Тесты прошлых шагов проходят и должны проходить до конца работы." : ""}`,
    commands,
    "## Задание",
    task,
    "## Как увидеть, что работает",
    step.done,
    "## Подсказки",
    ...step.hints.map(
      (hint, index) =>
        `<details>\n<summary>Подсказка ${index + 1}</summary>\n\n${hint.trim()}\n\n</details>`,
    ),
    "## Документация",
    step.docs.map(({ title, url }) => `- [${title}](${url})`).join("\n"),
    "## Что дальше",
    ...(next
      ? [
          `Все тесты проходят? Следующая лабораторная — «${next.title}» (${next.id}). В ней этот шаг уже решён, поэтому начать её можно и не закончив этот. Выполните команду в папке, где лежит ${step.id}, а не внутри неё:`,
          clone(next.id, repository),
        ]
      : [
          "Это последняя лабораторная: вы построили весь путь пользователя — от регистрации до выхода.",
        ]),
  ]);
}

/**
 * README.md of solutions/bauthNN.
 *
 * @param step whose solution it is
 * @param repository "owner/name" on GitHub; none when package.json names none
 */
export function solutionReadme(
  step: Step,
  repository: string | undefined,
): string {
  const lab = repository
    ? `https://github.com/${repository}/tree/HEAD/labs/${step.id}`
    : `../../labs/${step.id}/README.md`;
  return document([
    `${heading(step)} — решение`,
    `Здесь лабораторная ${step.id} уже решена. Сначала попробуйте сами: [задание лежит в labs/${step.id}](${lab}).`,
    `**Цель:** ${step.goal}`,
    "## Что изменилось",
    `По сравнению с labs/${step.id}:`,
    fileList(step),
    "## Как запустить",
    block("bash", "pnpm install\npnpm test\npnpm dev"),
    `${managers} Все тесты проходят; приложение открывается по адресу, который напечатает команда, и хранит данные между запусками.`,
    database,
    "## Как увидеть, что работает",
    step.done,
  ]);
}

/**
 * labs/README.md: the list of the labs and how to work with one.
 *
 * @param steps all of them, in order
 * @param repository "owner/name" on GitHub; none when package.json names none
 */
export function labsReadme(
  steps: Step[],
  repository: string | undefined,
): string {
  const example = steps.find((step) => step.id === "bauth04") ?? steps[0];
  return document([
    "# Лабораторные работы",
    "В каждой папке — одно и то же приложение заметок, остановленное перед очередным шагом: прошлые шаги уже решены, следующий — ваш. Начать можно с любой.",
    [
      "| № | Лабораторная | Цель | Время | Где | Слайд | Скачать |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      ...steps.map((step, index) =>
        row([
          String(index + 1),
          `[${step.id} · ${step.title}](${step.id}/README.md)`,
          step.goal,
          `${step.minutes} мин`,
          place(step),
          `«${step.slide}»`,
          `\`${cloneCommand(step.id, repository)}\``,
        ]),
      ),
    ].join("\n"),
    ...(repository ? [] : [`${addressToCome}.`]),
    "## Как работать с лабораторной",
    "Нужен Node.js 22.13 или новее и один из менеджеров пакетов: pnpm 9, npm 10 или новее, Bun. Docker, сервер PostgreSQL и учётные записи не нужны.",
    ...(example
      ? [
          [
            `1. Скачайте одну папку: \`${cloneCommand(example.id, repository)}\`.`,
            `2. Откройте её в редакторе и прочитайте \`README.md\`: там цель, файлы и задание.`,
            "3. Выполните `pnpm install` и `pnpm test` (или `npm install` и `npm test`, `bun install` и `bun run test`). Тесты нового шага падают и рассказывают, что найдено, почему это важно и какой файл открыть.",
            "4. Найдите в названных файлах слово `TODO` и пишите. `pnpm test:watch` проверяет после каждого сохранения.",
            "5. Застряли — откройте подсказки в `README.md`: от намёка к почти готовому ответу.",
            "6. Все тесты проходят — шаг сделан. Команда для следующего стоит в конце `README.md`.",
          ].join("\n"),
          "Готовые решения лежат рядом, в папке `solutions`: тот же код, где шаг уже сделан.",
        ]
      : []),
  ]);
}

const managers =
  "Нужны Node.js 22.13 или новее и pnpm 9 или новее (с версии 10.5 он устанавливает пакеты и сам). Вместо pnpm подойдёт npm 10 или новее: `npm install`, `npm test`, `npm run dev` — или Bun: `bun install`, `bun run test`, `bun run dev` (`bun test` запускает другую программу).";

const database =
  "База данных PostgreSQL встроена и запускается сама. Чтобы работать со своим сервером, задайте переменную `DATABASE_URL`; без неё ничего настраивать не нужно.";

const commands = `| Команда | Что делает |
| --- | --- |
| \`pnpm test\` | проверяет работу |
| \`pnpm test:watch\` | проверяет после каждого сохранения файла |
| \`pnpm dev\` | запускает приложение |
| \`pnpm db:generate\` | создаёт миграцию по \`src/db/schema.ts\` |
| \`pnpm typecheck\` | проверяет типы |

${database}`;

const addressToCome = "Адрес репозитория даст преподаватель";

function heading(step: Step): string {
  return `# ${step.id} · ${step.title}`;
}

function facts(step: Step): string {
  return [
    `**Цель:** ${step.goal}`,
    `**Время:** ${step.minutes} мин, ${place(step)}`,
    `**Слайд:** «${step.slide}»`,
  ].join("\\\n");
}

function place(step: Step): string {
  return step.inClass ? "на занятии" : "дома";
}

function fileList(step: Step): string {
  return step.files.map((file) => `- \`${file}\``).join("\n");
}

function clone(id: string, repository: string | undefined): string {
  const command = block("bash", cloneCommand(id, repository));
  return repository ? command : `${command}\n\n${addressToCome}.`;
}

function cloneCommand(id: string, repository: string | undefined): string {
  return `npx degit ${repository ?? "ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ"}/labs/${id} ${id}`;
}

function block(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function document(parts: string[]): string {
  return `${parts.map((part) => part.trim()).join("\n\n")}\n`;
}
