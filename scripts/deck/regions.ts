/** A stretch of a source file between `// #region NAME` and its end. */
export type Region = { text: string } | { problem: string };

/**
 * Finds a region that stands in a file exactly once, begun and ended. (Slidev
 * shows the whole file in silence when there is none.)
 *
 * @param source text of a TypeScript or TSX file
 * @param name such as "auth"
 * @returns its lines without those of inner regions, moved to the left margin;
 *   or what is wrong, in Russian
 */
export function regionOf(source: string, name: string): Region {
  const lines = source.split(/\r?\n/);
  const begins = linesThat(lines, "region", name);
  const ends = linesThat(lines, "endregion", name);
  const [begin = -1] = begins;
  const [end = -1] = ends;
  if (begins.length !== 1)
    return { problem: `// #region ${name} — ${times(begins.length)}` };
  if (ends.length !== 1)
    return { problem: `// #endregion ${name} — ${times(ends.length)}` };
  if (end < begin)
    return { problem: `// #endregion ${name} стоит раньше начала` };
  const inside = lines
    .slice(begin + 1, end)
    .filter((line) => !/^\s*\/\/\s*#(end)?region\b/.test(line));
  const text = dedented(inside.join("\n"));
  return text.trim() === ""
    ? { problem: `между началом и концом ${name} пусто` }
    : { text };
}

/** Text without the indent that all its lines share, and without its ends' blank lines. */
export function dedented(text: string): string {
  const lines = text.split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)![0].length);
  const shared = indents.length > 0 ? Math.min(...indents) : 0;
  return lines
    .map((line) => line.slice(shared).trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}

function linesThat(
  lines: string[],
  marker: "region" | "endregion",
  name: string,
): number[] {
  return lines.flatMap((line, index) => {
    const found = /^\s*\/\/\s*#(region|endregion)\s+(\S+)\s*$/.exec(line);
    return found?.[1] === marker && found[2] === name ? [index] : [];
  });
}

function times(count: number): string {
  return count === 0 ? "нет в файле" : `в файле ${count} раза, нужен один`;
}
