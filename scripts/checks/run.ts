import type { Missing } from "../machine/prepare.ts";
import type { Outcome, Part } from "./part.ts";

interface Verdict {
  part: Part;
  outcome: Outcome;
  /** How long it took, such as "12,3 с". */
  time: string;
}

interface Options {
  /** What this machine lacks; said once more at the end. */
  missing?: Missing[];
  /** Whether everything has to be checked: then each lack is a failure. */
  strict?: boolean;
  /** Takes one line, or several. */
  print?: (text: string) => void;
}

/**
 * Runs every part, also after a failed one, and closes with a summary whose
 * last line is `N passed, N failed, N skipped`.
 *
 * @param parts in the order in which they run
 * @param stop ends the running part, and begins no other
 * @returns the exit code: 0 only when nothing failed, 130 when it was stopped
 */
export async function runParts(
  parts: Part[],
  stop: AbortSignal,
  {
    missing = [],
    strict = false,
    print = (text) => console.log(text),
  }: Options = {},
): Promise<number> {
  const verdicts: Verdict[] = [];
  for (const [index, part] of parts.entries()) {
    print(`\n━━ ${index + 1}/${parts.length} ${part.title}`);
    const began = performance.now();
    const outcome = await outcomeOf(part, stop, print);
    if (stop.aborted) {
      print("\nПроверка остановлена.");
      return 130;
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const time = `${seconds.replace(".", ",")} с`;
    print(`${sentence(outcome)} (${time})`);
    verdicts.push({ part, outcome, time });
  }
  return close(verdicts, missing, strict, print);
}

async function outcomeOf(
  part: Part,
  stop: AbortSignal,
  print: (text: string) => void,
): Promise<Outcome> {
  try {
    return await part.run(stop);
  } catch (error) {
    if (!stop.aborted)
      print(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1 };
  }
}

function sentence(outcome: Outcome): string {
  if ("impossible" in outcome)
    return `○ здесь не проверить: ${outcome.impossible}`;
  const { passed, failed, skipped = 0 } = outcome;
  const rest = skipped > 0 ? `, здесь не проверить: ${skipped}` : "";
  return failed === 0
    ? `✔ в порядке: ${passed}${rest}`
    : `✘ не прошло: ${failed}, прошло: ${passed}${rest}`;
}

function close(
  verdicts: Verdict[],
  missing: Missing[],
  strict: boolean,
  print: (text: string) => void,
): number {
  const counted = verdicts.flatMap(({ part, outcome }) =>
    "failed" in outcome ? [{ part, skipped: 0, ...outcome }] : [],
  );
  const leftOut = verdicts.length - counted.length;
  const broken = counted.filter(({ failed }) => failed > 0);
  print("\n━━ Итог");
  for (const { part, outcome, time } of verdicts)
    print(`${sentence(outcome)} — ${part.title} (${time})`);
  if (broken.length > 0) {
    print("\nПовторить то, что не прошло:");
    for (const { part } of broken) print(`  ${part.command}`);
  }
  const lacks = missing.filter(({ isUpToMachine }) => !isUpToMachine);
  if (missing.length + leftOut > 0) {
    print("\n━━ ПРОВЕРЕНО НЕ ВСЁ: кое-чего нет на этой машине");
    for (const { leavesOut, advice } of missing)
      print(`○ не проверено: ${leavesOut}. ${advice}`);
    if (strict && lacks.length + leftOut > 0)
      print("В CI проверяется всё: это не замечание, а неудача.");
  }
  const sum = (key: "passed" | "failed" | "skipped") =>
    counted.reduce((total, part) => total + part[key], 0);
  const failed =
    sum("failed") + (strict ? Math.max(lacks.length, leftOut) : 0);
  const skipped = sum("skipped");
  print(
    `\n${sum("passed")} passed, ${failed} failed` +
      (skipped > 0 ? `, ${skipped} skipped` : ""),
  );
  return failed === 0 ? 0 : 1;
}
