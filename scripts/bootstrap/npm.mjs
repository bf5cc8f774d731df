import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { run } from "./child.mjs";
import { Stop } from "./stop.mjs";

/** Patience for a slow network, but an answer within seconds without one. */
const network = [
  "--fetch-retries=2",
  "--fetch-retry-mintimeout=1000",
  "--fetch-retry-maxtimeout=5000",
];

/**
 * Runs npm. Its script is given to this very Node: npm's launchers on Windows
 * are .cmd files, which can only be started through a shell.
 *
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>} npm's exit code
 */
export function npm(args, options) {
  return run(
    process.execPath,
    [npmScript(), ...network, "--loglevel=error", ...args],
    options,
  );
}

/**
 * Whether the npm registry can be reached at all, asked with npm's own
 * settings (registry, proxy, certificates).
 *
 * @param {string} root any folder to ask from
 */
export async function registryAnswers(root) {
  const code = await npm(
    [
      ...["view", "pnpm", "name", "--prefer-online"],
      ...["--fetch-timeout=10000", "--fetch-retries=0"],
    ],
    { cwd: root, stdio: "ignore" },
  );
  return code === 0;
}

/** Where npm-cli.js is: the npm that runs us, Node's own, the one on PATH. */
function npmScript() {
  const { npm_execpath: caller = "", PATH = "" } = process.env;
  const places = [
    caller,
    // Node's archives and installers: Linux and macOS, then Windows.
    join(dirname(process.execPath), "../lib/node_modules", cli),
    join(dirname(process.execPath), "node_modules", cli),
    // A link on PATH, as Debian and Homebrew lay it.
    ...PATH.split(delimiter)
      .map((folder) => join(folder, "npm"))
      .filter((link) => existsSync(link))
      .map((link) => realpathSync(link)),
  ];
  const found = places.find(
    (place) => place.endsWith("npm-cli.js") && existsSync(place),
  );
  if (found === undefined)
    throw new Stop(
      `Рядом с Node.js (${process.execPath}) не нашлось npm.\n` +
        "Установите Node.js вместе с npm с https://nodejs.org и повторите команду.",
    );
  return found;
}

const cli = join("npm", "bin", "npm-cli.js");
