/** The clock and the table of the benchmark. */

/** How long something takes, s, whether it succeeds or not. */
export async function seconds(
  work: () => PromiseLike<unknown>,
): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** @param numbers at least one */
export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A heading of the report. */
export function heading(text: string): void {
  console.log(`\n${text}\n`);
}

/** A line of a table: a name, then columns of one width. */
export function row(name: string, ...columns: string[]): void {
  console.log(
    [name.padEnd(24), ...columns.map((one) => one.padStart(10))].join(" "),
  );
}

/** "2,4 с" */
export function inSeconds(time: number): string {
  return `${decimal(time)} с`;
}

/** "312 МБ"; a dash where it cannot be measured. */
export function inMegabytes(bytes: number | undefined): string {
  return bytes === undefined ? "–" : `${Math.round(bytes / 2 ** 20)} МБ`;
}

/** "×3,3" */
export function times(value: number, floor: number): string {
  return `×${decimal(value / floor)}`;
}

function decimal(value: number): string {
  return value.toFixed(1).replace(".", ",");
}
