import { execa } from "execa";
import { root } from "../course/steps.ts";
import { answersOf } from "../verify/answers.ts";
import type { Files } from "../course/files.ts";
import { lab, lay, run, sandbox, solution } from "./folders.ts";
import { heading, inSeconds, row, seconds } from "./measure.ts";

/** The loop tries every so many of the answers. */
const SAMPLE = 4;

/**
 * The verification of one step beside the plain loop: the tests of the same
 * folders, one after the other, as a student runs them.
 */
export async function measureVerification(id: string): Promise<void> {
  heading(`Проверка шага ${id} рядом с простым циклом`);
  const whole = await seconds(() =>
    // Nothing may be spared because it ran before.
    execa("node", ["scripts/verify/cli.ts", id, "--fresh"], {
      cwd: root,
      reject: false,
    }),
  );
  const folders = [lab(id), solution(id), ...answers(id)];
  const tried = folders.filter((_, at) => at % SAMPLE === 0);
  let sample = 0;
  for (const files of tried)
    sample += await seconds(() => run(lay(files), ["test"]));
  const loop = (sample / tried.length) * folders.length;
  row("проверка", inSeconds(whole));
  row(
    "простой цикл",
    inSeconds(loop),
    `папок ${folders.length}, каждая ${SAMPLE}-я запущена`,
  );
  row("доля", `${Math.round((whole / loop) * 100)} %`);
}

/** A step's solution with each of its answers in place. */
function answers(id: string): Files[] {
  return (["wrong", "right"] as const).flatMap((kind) =>
    answersOf(kind, sandbox, id, solution(id))
      .filter(({ problems }) => problems.length === 0)
      .map(({ files }) => files),
  );
}
