import { execa } from "execa";

/** Of a test run within a package script, and not of a student's terminal. */
const ours = /^(npm_|pnpm_|VITEST|NODE_ENV$|INIT_CWD$|TEST$)/i;

/**
 * Runs programs as if they were typed into a fresh terminal.
 *
 * @param folder where they run
 * @param env added to the environment
 */
export function terminal(
  folder: string,
  env: Record<string, string> = {},
) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !ours.test(name),
  );
  return execa({
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...env },
    extendEnv: false,
    stdin: "ignore",
  });
}
