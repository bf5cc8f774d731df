/** What a check may need beyond Node, npm and the packages. */
export type Tool =
  "git" | "browser" | "postgres" | "registry" | "bubblewrap";

/**
 * Whether this machine has a tool, as `prepare` has found. Nobody asked it:
 * then the tool is taken for granted, and whoever uses it says what is wrong.
 */
export function has(tool: Tool): boolean {
  const { COURSE_MISSING = "" } = process.env;
  return !COURSE_MISSING.split(",").includes(tool);
}
