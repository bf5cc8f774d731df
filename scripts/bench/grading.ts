import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { root } from "../course/steps.ts";
import type { Grade } from "../grade/grade.ts";
import { layClass, type Member } from "../grade/fixtures/class.ts";
import { terminal } from "../process/terminal.ts";
import { heading, inSeconds, row, seconds } from "./measure.ts";

/**
 * The grading of a class beside the plain loop: `pnpm install` and `pnpm test`
 * in one folder after the other, which only those can be given to that mean no
 * harm.
 */
export async function measureGrading(): Promise<void> {
  heading(`Проверка класса (${availableParallelism()} ядра)`);
  const place = mkdtempSync(join(tmpdir(), "class-"));
  try {
    const everybody = layed(join(place, "class"));
    const whole = await graded(place, everybody.folder);
    row(
      "вся группа",
      inSeconds(whole.time),
      `работ ${everybody.members.length}`,
    );
    for (const { student, lab, verdicts } of everybody.members) {
      const grade = whole.grades.find((one) => one.student === student);
      if (!grade || !verdicts.includes(grade.verdict))
        row("неверный итог", `${student} ${lab}: ${grade?.verdict}`);
    }

    const harmless = everybody.members.filter(
      ({ isHarmless }) => isHarmless,
    );
    for (const { student, isHarmless } of everybody.members)
      if (!isHarmless)
        rmSync(join(everybody.folder, student), { recursive: true });
    const { time } = await graded(place, everybody.folder);
    const loop = await looped(everybody.folder, harmless);
    row("безобидные", inSeconds(time), `работ ${harmless.length}`);
    row("простой цикл", inSeconds(loop));
    row("доля", `${Math.round((time / loop) * 100)} %`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function layed(folder: string) {
  const secret = join(folder, "..", "secret");
  mkdirSync(folder, { recursive: true });
  writeFileSync(secret, "secret");
  return { folder, members: layClass(folder, { secret, beside: folder }) };
}

async function graded(place: string, folder: string) {
  const out = mkdtempSync(join(place, "out-"));
  const time = await seconds(() =>
    execa("node", ["scripts/grade/cli.ts", folder, "--out", out], {
      cwd: root,
    }),
  );
  const grades = JSON.parse(
    readFileSync(join(out, "grades.json"), "utf8"),
  ) as Grade[];
  return { time, grades };
}

/** As somebody would do it by hand: install and test in each folder. */
async function looped(folder: string, members: Member[]): Promise<number> {
  let sum = 0;
  for (const { student, lab } of members) {
    const here = terminal(join(folder, student, lab))({ reject: false });
    sum += await seconds(async () => {
      await here("pnpm", ["install", "--prefer-offline"]);
      await here("pnpm", ["test"]);
    });
  }
  return sum;
}
