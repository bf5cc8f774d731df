import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/**
 * Runs pnpm and waits for it.
 *
 * The one that runs this script comes first, then the one on PATH (the
 * bootstrap puts it there), then npm fetches the version that package.json
 * asks for.
 *
 * @param root folder of the course
 * @param cwd where it runs
 * @throws ExecaError with pnpm's own words in `all`
 */
export async function pnpm(
  root: string,
  cwd: string,
  ...args: string[]
): Promise<void> {
  const options = { cwd, all: true, stdin: "ignore" } as const;
  const { npm_config_user_agent: agent = "", npm_execpath: caller } =
    process.env;
  if (agent.startsWith("pnpm/12.") && caller && !/\.c?js$/.test(caller)) {
    await execa(caller, args, options);
    return;
  }
  const onPath = await execa("pnpm", args, { ...options, reject: false });
  if (!onPath.failed) return;
  if (onPath.code !== "ENOENT") throw onPath;
  const { packageManager } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as { packageManager: string };
  await execa("npx", ["--yes", packageManager, ...args], options);
}
