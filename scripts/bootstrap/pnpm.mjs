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

  const pnpm = await tool(root, "pnpm", "ставит зависимости", build);
  if (pnpm === undefined)
    throw new Stop(
      `Для ${process.platform}-${process.arch} в реестре npm нет сборки pnpm: ` +
        "курс на этой машине не запустить.",
    );
  return pnpm;
}

/**
 * The build of pnpm that npm has chosen for this machine.
 *
 * @param {string} modules a node_modules folder
 */
function build(modules) {
  const scope = join(modules, "@pnpm");
  return (existsSync(scope) ? readdirSync(scope) : [])
    .map((name) => join(scope, name, executable))
    .find((file) => existsSync(file));
}
