import { execa } from "execa";

/**
 * Of a test run within a package script, perhaps in CI, and not of a student's
 * terminal: Node, pnpm and Vitest each print and decide otherwise in CI.
 * @see https://nodejs.org/api/tty.html#writestreamgetcolordepthenv
 */
const ours =
  /^(npm_|pnpm_|VITEST|NODE_ENV$|INIT_CWD$|TEST$|CI$|CI_|GITHUB_|RUNNER_|GITLAB_|TF_BUILD$|(FORCE|NO)_COLOR$|NODE_DISABLE_COLORS$)/i;

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
