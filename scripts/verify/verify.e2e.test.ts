import { join } from "node:path";
import { expect, test } from "vitest";
import { compose } from "../compose/compose.ts";
import { runningCourse } from "../testing/running-course.ts";
import { filesOf } from "../course/files.ts";
import type { Finding } from "../report/finding.ts";
import { RunCache } from "../process/run-cache.ts";
import { Runners } from "./runners.ts";

const about = (findings: Finding[], part: string) =>
  findings.filter(({ places: [place], what }) =>
    `${place}: ${what}`.includes(part),
  );

test("a sound course has no findings", async () => {
  const course = runningCourse();
  expect(await course.findings()).toEqual([]);
});

test("each fault of a lab, a solution or a type is one finding", async () => {
  const course = runningCourse();
  // The first lab cannot even be imported.
  course.write(
    "course/bauth01/start/src/bauth01.ts",
    '// TODO: ответьте\nexport { answer } from "./missing.ts";\n',
  );
  // The second is done before its student has begun.
  course.write(
    "course/bauth02/start/src/bauth02.ts",
    "// TODO: ответьте\nexport const answer = (): number => 1 + 1;\n",
  );
  course.write(
    "course/bauth02/solution/src/bauth02.ts",
    'export const answer = (): number => "2" as unknown as number;\nexport const extra: number = "";\n',
  );
  course.writeWrong(
    "bauth02",
    "too-much",
    "export const answer = (): number => 9;\n",
  );
  // Its right answers are patches to the old solution.
  course.remove("course/bauth02/right");
  const findings = await course.findings();

  expect(
    findings.map(({ places, rule }) => `${places.join()} ${rule}`),
  ).toEqual([
    "labs/bauth01 типы",
    "solutions/bauth02 типы",
    "labs/bauth01 лабораторная",
    "solutions/bauth02 решение",
    "labs/bauth02 лабораторная",
    "course/bauth02/right верный ответ",
  ]);
  expect(about(findings, "labs/bauth01: сломалось")[0]?.what).toContain(
    "missing.ts",
  );
  expect(about(findings, "labs/bauth02")[0]?.what).toContain(
    "проходят без единой правки",
  );
  expect(about(findings, "solutions/bauth02: тесты")[0]?.what).toContain(
    "Lesson",
  );
  expect(about(findings, "src/bauth02.ts(2,14)")).toHaveLength(1);

  // The compiler remembers its last run, and what was wrong in it.
  expect(await course.findings()).toEqual(findings);
});

test("a wrong answer has to be refused by its test, with a lesson", async () => {
  const course = runningCourse();
  const wrong = (name: string, value: string, head?: string) =>
    course.writeWrong(
      "bauth01",
      name,
      `export const answer = (): number => ${value};\n`,
      head,
    );
  wrong("accepted", "2 - 1");
  wrong("crashes", "JSON.parse('')");
  wrong("does-not-load", "0;\nthrow new Error('no')");
  wrong("exits", "process.exit(3)");
  wrong(
    "other-test",
    "8",
    "Восемь\n\nТак пишут.\n\nRefused-by: иной\nHelp: Меньше.\n",
  );
  wrong("the-solution", "1");
  wrong("without-title", "8", "");
  wrong("unexplained", "8", "Восемь\n\nRefused-by: отвечает верно\n");
  wrong("without-test", "8", "Восемь\n\nТак пишут.\nHelp: Меньше.\n");
  wrong("without-help", "8", "Восемь\n\nТак.\n\nRefused-by: иной\n");
  course.write("course/bauth01/wrong/empty.patch", "Восемь\n");
  wrong("outdated", "8");
  course.write(
    "course/bauth01/wrong/outdated.patch",
    course
      .read("course/bauth01/wrong/outdated.patch")
      .replace("number => 1", "number => 0"),
  );
  course.write(
    "course/bauth01/wrong/changes-test.patch",
    course
      .read("course/bauth01/wrong/too-much.patch")
      .replaceAll("src/bauth01.ts", "tests/bauth01.test.ts"),
  );
  course.remove("course/bauth02/wrong");
  const findings = await course.findings();

  const said = Object.fromEntries(
    findings.map(({ places: [place = ""], what }) => [
      /([\w-]+)\.patch$|(bauth02)/.exec(place)?.slice(1).join(""),
      what,
    ]),
  );
  expect(findings).toHaveLength(14);
  expect(said).toMatchObject({
    accepted: expect.stringContaining("его пропустил"),
    crashes: expect.stringContaining("SyntaxError"),
    "does-not-load": expect.stringContaining("сломалось вне тестов"),
    exits: expect.stringContaining("process.exit"),
    "other-test": expect.stringContaining("теста «иной» нет"),
    unexplained: expect.stringContaining("почему так пишут"),
    "the-solution": expect.stringContaining("ничего не меняет"),
    "without-title": expect.stringContaining("нет названия"),
    "without-test": expect.stringContaining("нет строки «Refused-by"),
    "without-help": expect.stringContaining("нет строки «Help"),
    empty: expect.stringContaining("ничего не меняет"),
    outdated: expect.stringContaining(
      "не применяется к solutions/bauth01: src/bauth01.ts стал другим",
    ),
    "changes-test": expect.stringContaining("он не меняется"),
    bauth02: expect.stringContaining("ни одного неверного ответа"),
  });
});

test("a right answer has to pass all tests, and its types have to fit", async () => {
  const course = runningCourse();
  const right = (name: string, value: string) =>
    course.writeRight(
      "bauth02",
      name,
      `export const answer = (): number => ${value};\n`,
    );
  right("refused", "3");
  right("untyped", "JSON.parse('2') as string");
  right("with-marks", "2;\r\n// \uFEFF");
  const findings = await course.findings({ only: ["bauth02"] });

  expect(
    findings.map(({ places, rule, what }) => [places, rule, what]),
  ).toEqual([
    [
      ["course/bauth02/right/untyped.patch"],
      "типы",
      expect.stringContaining("TS2322"),
    ],
    [
      ["course/bauth02/right/refused.patch"],
      "верный ответ",
      expect.stringContaining("тесты не проходят"),
    ],
  ]);
});

test("every wrong answer has a help that its student sees", async () => {
  const course = runningCourse();
  const file = "course/bauth01/tests/bauth01.mistakes.json";
  const known = JSON.parse(course.read(file));
  const wrong = (name: string, value: number, help: string) =>
    course.writeWrong(
      "bauth01",
      name,
      `export const answer = (): number => ${value};\n`,
      `Ответ\n\nТак пишут.\n\nRefused-by: отвечает верно\nHelp: ${help}\n`,
    );
  const seen = async () =>
    (await course.findings({ only: ["bauth01"] })).map(
      ({ places, what }) => `${places.join()} ${what}`,
    );
  course.write(
    file,
    JSON.stringify({ tests: 3, helps: { old: ["Старое"] } }),
  );
  expect(await seen()).toEqual([
    "course/bauth01/wrong/too-much.patch студент не увидит подсказки",
  ]);

  const helps = { ...known.helps, old: ["Старое"] };
  course.write(file, JSON.stringify({ tests: 3, helps }));
  expect(await seen()).toEqual([
    expect.stringContaining(
      "labs/bauth01/tests/bauth01.mistakes.json число",
    ),
  ]);

  // Fails as an untouched lab does.
  wrong("nothing", 0, "Начните.");
  // Fails as others do: two helps are enough.
  wrong("even-more", 10, "Меньше.");
  wrong("still-more", 11, "Ещё меньше.");
  await course.update();
  expect(JSON.parse(course.read(file))).toEqual({
    tests: 3,
    helps: {
      [Object.keys(known.helps)[0]!]: ["Меньше.", "Ещё меньше."],
    },
  });
  expect(await seen()).toEqual([
    expect.stringContaining("wrong/nothing.patch у этого ответа"),
  ]);
});

test("a run that passed is not repeated until a file of it changes", async () => {
  const course = runningCourse();
  const verified = async (database = "") => {
    const cache = RunCache.of(course.root);
    const only = ["bauth02"];
    const findings = await course.findings({ only, cache, database });
    return { findings: findings.length, reused: cache.used };
  };
  expect(await verified()).toEqual({ findings: 0, reused: 0 });
  // The lab, the solution, the wrong answer and five right ones.
  expect(await verified()).toEqual({ findings: 0, reused: 8 });
  expect(await verified("another")).toEqual({ findings: 0, reused: 0 });

  course.writeWrong(
    "bauth02",
    "too-much",
    "export const answer = (): number => 2 + 0;\n",
  );
  expect(await verified()).toEqual({ findings: 1, reused: 7 });
});

test("the solutions can be verified alone", async () => {
  const course = runningCourse();
  course.remove("course/bauth02/wrong");
  course.write(
    "course/bauth01/solution/src/bauth01.ts",
    "export const answer = (): number => 7;\n",
  );
  const findings = await course.findings({ solutions: true });
  expect(findings.flatMap(({ places }) => places)).toEqual([
    "solutions/bauth01",
    "solutions/bauth02",
  ]);
});

test("an endless loop is ended, and so is its process", async () => {
  const course = runningCourse();
  course.write(
    "course/bauth01/solution/src/bauth01.ts",
    "export const answer = (): number => {\n  for (;;);\n};\n",
  );
  compose(course.root, { from: "course" });
  const { sandbox } = course;
  const place = "solutions/bauth01";
  const files = filesOf(course.root, place, () => false);
  const runners = new Runners(sandbox.folder, 3_000);
  const outcome = await runners.run({
    folder: sandbox.lay(place, files),
    files: [],
    setup: "",
  });
  expect(outcome.broken).toMatchObject([
    {
      message: expect.stringContaining(
        "за 3 с не закончился ни один тест",
      ),
    },
  ]);
  expect(runners.processes).toBe(0);
});

test("what is stopped half-way leaves no process behind", async () => {
  const course = runningCourse();
  const stop = new AbortController();
  // Nobody knows in which of the folders it will be tried.
  const began = "began";
  const file = JSON.stringify(join(course.root, began));
  course.writeWrong(
    "bauth01",
    "endless",
    `import { writeFileSync } from "node:fs";\nexport const answer = (): number => {\n  writeFileSync(${file}, String(process.pid));\n  for (;;);\n};\n`,
  );
  const watch = setInterval(() => {
    if (course.has(began)) stop.abort();
  }, 50);
  await course
    .findings({ only: ["bauth01"], signal: stop.signal })
    .catch(() => {})
    .finally(() => clearInterval(watch));

  const pid = Number(course.read(began));
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});
