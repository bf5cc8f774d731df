import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "./stop.mjs";
import { tool } from "./tool.mjs";

const executable = process.platform === "win32" ? "pnpm.exe" : "pnpm";

/**
 * A pnpm 12: the one that runs this, or one taken from the npm registry.
 * pnpm 12 is a program of its own, so that it starts without a shell on every
 * system and does not care which Node is beside it.
 *
 * @param {string} root the repository
 * @returns {Promise<string>} path of its executable
 * @throws {Stop} where pnpm has no build for this machine
 */
export async function fittingPnpm(root) {
  const { npm_config_user_agent: agent = "", npm_execpath: caller = "" } =
    process.env;
  if (agent.startsWith("pnpm/12.") && caller.endsWith(executable))
    return caller;

  const modules = await tool(root, "pnpm", "ставит зависимости");
  // npm has left only the builds that fit; on Linux both libc's may remain.
  const scope = join(modules, "@pnpm");
  const found = (existsSync(scope) ? readdirSync(scope) : [])
    .map((build) => join(scope, build, executable))
    .find((file) => existsSync(file));
  if (found === undefined)
    throw new Stop(
      `pnpm не собирают для ${process.platform}-${process.arch}: ` +
        "курс на этой машине не запустить.",
    );
  return found;
}
