// What the tests of the labs and the verification cost, in one run.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { type Files, filesOf, ignoredIn } from "../course/files.ts";
import { root, stepIds } from "../course/steps.ts";
import { command } from "../process/command.ts";
import { Sandbox } from "../verify/sandbox.ts";
import { answersOf } from "../verify/answers.ts";
import { peakMemory } from "./resident-size.ts";

const { runs = 5 } = command(
  "pnpm bench",
  "Время и память тестов каждого решения и время всей проверки рядом с простым циклом по тем же папкам. Занимает около получаса.",
)
  .option(
    "--runs <число>",
    "сколько раз запускать тесты решения (иначе 5); считается медиана",
    Number,
  )
  .parse()
  .opts<{ runs?: number }>();

const ids = stepIds();
const ignores = ignoredIn(root);
const lab = (id: string) => filesOf(root, `labs/${id}`, ignores);
const solution = (id: string) => filesOf(root, `solutions/${id}`, ignores);
const sandbox = new Sandbox(root);
await sandbox.install();

await solutions();
await verification();

async function solutions(): Promise<void> {
  console.log(
    `Тесты решений: медиана прогонов (${runs}) и наибольшая память\n`,
  );
  const floor = await measure(empty());
  row("пустой vitest run", floor, floor);
  for (const id of ids)
    row(`solutions/${id}`, await measure(lay(solution(id))), floor);
}

async function verification(): Promise<void> {
  const whole = await seconds(
    // Nothing may be spared because it ran before.
    execa("node", ["scripts/verify/cli.ts", "--fresh"], {
      cwd: root,
      reject: false,
    }),
  );
  console.log(`\nВся проверка    ${inSeconds(whole)}`);

  const folders = [
    ...ids.map(lab),
    ...ids.map(solution),
    ...ids.flatMap(answers),
  ];
  let loop = 0;
  for (const files of folders) loop += await seconds(test(lay(files)));
  console.log(
    `Простой цикл    ${inSeconds(loop)} (тесты в тех же папках, всего ${folders.length})\n` +
      `Проверка занимает ${Math.round((whole / loop) * 100)} % времени цикла.`,
  );
}

/** A step's solution with each of its wrong answers in place. */
function answers(id: string): Files[] {
  return answersOf("wrong", sandbox, id, solution(id))
    .filter(({ problems }) => problems.length === 0)
    .map(({ files }) => files);
}

/** Puts a lab's files in the place of the last one's. */
function lay(files: Files): string {
  return sandbox.lay("bench", files);
}

/** A lab with one empty test and no configuration: the least that it takes. */
function empty(): string {
  const folder = lay(solution(ids[0]!));
  rmSync(join(folder, "vitest.config.ts"));
  rmSync(join(folder, "tests"), { recursive: true });
  writeFileSync(
    join(folder, "empty.test.ts"),
    'import { test } from "vitest";\n\ntest("nothing", () => {});\n',
  );
  return folder;
}

/** Runs a lab's tests as a student does; whether they pass makes no difference. */
function test(folder: string) {
  return execa("pnpm", ["test"], {
    cwd: folder,
    // The packages stand further up: pnpm would miss them and install.
    env: { pnpm_config_verify_deps_before_run: "false" },
    preferLocal: true,
    localDir: folder,
    reject: false,
    stdin: "ignore",
  });
}

interface Cost {
  seconds: number;
  /** Bytes; undefined where it cannot be measured. */
  memory: number | undefined;
}

async function measure(folder: string): Promise<Cost> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++)
    times.push(await seconds(test(folder)));
  // Measured apart: looking at the memory takes time of its own.
  const watched = test(folder);
  const memory = await peakMemory(watched.pid!, watched);
  return { seconds: median(times), memory };
}

function row(name: string, cost: Cost, floor: Cost): void {
  const times = (cost.seconds / floor.seconds).toFixed(1);
  const memory =
    cost.memory === undefined
      ? "–"
      : `${Math.round(cost.memory / 2 ** 20)} МБ`;
  console.log(
    [
      name.padEnd(20),
      inSeconds(cost.seconds).padStart(8),
      `×${times.replace(".", ",")}`.padStart(6),
      memory.padStart(8),
    ].join(" "),
  );
}

async function seconds(work: PromiseLike<unknown>): Promise<number> {
  const began = performance.now();
  await work;
  return (performance.now() - began) / 1000;
}

function inSeconds(time: number): string {
  return `${time.toFixed(1).replace(".", ",")} с`;
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
