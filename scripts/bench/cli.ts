// What the labs' tests, and the verification cost, in one run.
import { program } from "commander";
import { execa } from "execa";
import { type Files, filesOf, ignoredIn } from "../course/files.ts";
import { root, stepIds } from "../course/steps.ts";
import { Sandbox } from "../verify/sandbox.ts";
import { wrongAnswer, wrongNames } from "../verify/wrong.ts";
import { peakMemory } from "./memory.ts";
import { Seat } from "./seat.ts";

const { runs } = program
  .name("pnpm bench")
  .description(
    "Time and memory of `pnpm test` in each solution, and the time of the whole verification beside a plain loop over the same folders. Takes about half an hour.",
  )
  .option(
    "--runs <number>",
    "of each solution; the median counts",
    Number,
    5,
  )
  .parse()
  .opts<{ runs: number }>();

const ids = stepIds();
const ignores = ignoredIn(root);
const lab = (id: string) => filesOf(root, `labs/${id}`, ignores);
const solution = (id: string) => filesOf(root, `solutions/${id}`, ignores);
const seat = new Seat();
process.once("exit", () => seat.leave());
// Ctrl-C too has to pass through "exit".
process.once("SIGINT", () => process.exit(130));

await solutions();
await verification();

async function solutions(): Promise<void> {
  console.log(`\`pnpm test\`, median of ${runs} runs, and peak memory:\n`);
  await seat.take(solution(ids[0]!));
  seat.empty();
  const floor = await measure();
  row("empty vitest run", floor, floor);
  for (const id of ids) {
    await seat.take(solution(id));
    row(`solutions/${id}`, await measure(), floor);
  }
}

interface Cost {
  seconds: number;
  /** Bytes; undefined where it cannot be measured. */
  memory: number | undefined;
}

async function measure(): Promise<Cost> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++)
    times.push(await seconds(seat.test()));
  // Measured apart: looking at the memory takes time of its own.
  const watched = seat.test();
  const memory = await peakMemory(watched.pid!, watched);
  return { seconds: median(times), memory };
}

function row(name: string, cost: Cost, floor: Cost): void {
  const times = (cost.seconds / floor.seconds).toFixed(1);
  const memory =
    cost.memory === undefined
      ? "–"
      : `${Math.round(cost.memory / 2 ** 20)} MB`;
  console.log(
    [
      name.padEnd(20),
      `${cost.seconds.toFixed(2)} s`.padStart(8),
      `×${times}`.padStart(6),
      memory.padStart(8),
    ].join(" "),
  );
}

async function verification(): Promise<void> {
  const folders = [
    ...ids.map(lab),
    ...ids.map(solution),
    ...ids.flatMap(wrongAnswers),
  ];
  const verify = await seconds(
    // Nothing may be spared because it ran before.
    execa("node", ["scripts/verify/cli.ts", "--fresh"], {
      cwd: root,
      reject: false,
    }),
  );
  console.log(`\nfull verification     ${verify.toFixed(1)} s`);

  let loop = 0;
  for (const files of folders) {
    await seat.take(files);
    loop += await seconds(seat.test());
  }
  console.log(
    `plain loop            ${loop.toFixed(1)} s ` +
      `(\`pnpm test\` in the same ${folders.length} folders, installs not counted)`,
  );
  console.log(
    `the verification takes ${percent(verify / loop)} of the loop`,
  );
}

/** A step's solution with each of its wrong answers in place. */
function wrongAnswers(id: string): Files[] {
  return wrongNames(root, id).flatMap((name) => {
    const answer = wrongAnswer(new Sandbox(root), id, name, solution(id));
    return Array.isArray(answer) ? [] : [answer.files];
  });
}

async function seconds(work: PromiseLike<unknown>): Promise<number> {
  const began = performance.now();
  await work;
  return (performance.now() - began) / 1000;
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
