/** A line that only marks a region: `// #region auth`, `-- #endregion`. */
const mark = /^\s*(?:\/\/|--|#|\/\*|<!--)\s*#(end)?region\b\s*([\w-]*)/;

/**
 * The lines between `#region` and `#endregion` of one name, without their
 * common indent and without the marks of other regions.
 *
 * @param text of a source file
 * @param name such as "auth"
 * @returns undefined where the region is missing, empty or does not end
 */
export function regionOf(text: string, name: string): string | undefined {
  const lines = text.split(/\r?\n/);
  const isMark = (line: string, end?: string) => {
    const [matched, ends, named] = mark.exec(line) ?? [];
    return matched !== undefined && ends === end && named === name;
  };
  const first = lines.findIndex((line) => isMark(line));
  const last = lines.findIndex(
    (line, index) => index > first && isMark(line, "end"),
  );
  if (first === -1 || last === -1) return undefined;
  const code = lines
    .slice(first + 1, last)
    .filter((line) => !mark.test(line));
  const indents = code
    .filter((line) => line.trim() !== "")
    .map((line) => line.search(/\S/));
  if (indents.length === 0) return undefined;
  const indent = Math.min(...indents);
  return code.map((line) => line.slice(indent)).join("\n");
}
