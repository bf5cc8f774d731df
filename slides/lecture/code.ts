/**
 * Code without the comments that stand on lines of their own, and without the
 * blank lines that they leave at the beginning.
 */
export function withoutComments(code: string): string {
  return code
    .replace(/^[ \t]*\/\*\*[^]*?\*\/[ \t]*\n/gm, "")
    .replace(/^[ \t]*\/\/.*\n/gm, "")
    .replace(/^\n+/, "");
}

/**
 * Marks the lines that a slide points at, click by click.
 *
 * @param html of Shiki: each line a span of the class "line"
 * @param ranges lines of each click, such as ["all", "2-3", "4"]; the first
 *   is shown before any click
 * @returns the same with data-call="1" on the first line of the first click,
 *   and so on; what Vue would take for a template is escaped
 */
export function callouts(html: string, ranges: string[]): string {
  const calls = new Map(
    ranges
      .slice(1)
      .map((range, index) => [Number.parseInt(range), index + 1]),
  );
  let line = 0;
  return html
    .replaceAll('<span class="line"', (span) => {
      const call = calls.get(++line);
      return call ? `${span} data-call="${call}"` : span;
    })
    .replaceAll("{{", "&lbrace;&lbrace;");
}
