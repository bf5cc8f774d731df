import type { Outcome, Part } from "./part.ts";

interface Verdict {
  part: Part;
  outcome: Outcome;
}

/**
 * Runs every part, also after a failed one, and closes with a summary whose
 * last line is `N passed, N failed`.
 *
 * @param parts in the order in which they run
 * @param stop ends the running part, and begins no other
 * @param print takes one line, or several
 * @returns the exit code: 0 only when nothing failed, 130 when it was stopped
 */
export async function runParts(
  parts: Part[],
  stop: AbortSignal,
  print: (text: string) => void = console.log,
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
    print(`${sentence(outcome)} (${seconds.replace(".", ",")} с)`);
    verdicts.push({ part, outcome });
  }
  return close(verdicts, print);
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
  const { passed, failed } = outcome;
  return failed === 0
    ? `✔ в порядке: ${passed}`
    : `✘ не прошло: ${failed}, прошло: ${passed}`;
}

function close(
  verdicts: Verdict[],
  print: (text: string) => void,
): number {
  const counted = verdicts.flatMap(({ part, outcome }) =>
    "failed" in outcome ? [{ part, ...outcome }] : [],
  );
  const broken = counted.filter(({ failed }) => failed > 0);
  print("\n━━ Итог");
  for (const { part, outcome } of verdicts)
    print(`${sentence(outcome)} — ${part.title}`);
  if (broken.length > 0) {
    print("\nПовторить то, что не прошло:");
    for (const { part } of broken) print(`  ${part.command}`);
  }
  const sum = (key: "passed" | "failed") =>
    counted.reduce((total, part) => total + part[key], 0);
  print(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return broken.length === 0 ? 0 : 1;
}
