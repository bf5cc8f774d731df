/**
 * Names the first few of many.
 *
 * @param names shown as they are, each on a line of its own
 * @param limit how many to show
 * @returns such as "\n    one\n    two\n    … и ещё 3"
 */
export function listed(names: string[], limit = 3): string {
  const shown = names.slice(0, limit);
  const rest = names.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… и ещё ${rest}`] : [])]
    .map((name) => `\n    ${name.replaceAll("\n", "\n    ")}`)
    .join("");
}
