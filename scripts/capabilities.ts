/** What a test may need that not every machine has. */
export type Capability = "postgres";

/**
 * Whether this machine can run a test.
 *
 * @param capability what the test needs; COURSE_MISSING names, separated by
 *   commas, what the machine lacks
 */
export function has(capability: Capability): boolean {
  const missing = process.env.COURSE_MISSING ?? "";
  return !missing.split(",").includes(capability);
}
