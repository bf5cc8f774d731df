import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./child.mjs";
import { fittingNode } from "./node.mjs";
import { registryAnswers } from "./npm.mjs";
import { fittingPnpm } from "./pnpm.mjs";
import { Stop } from "./stop.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What may be asked for, and the script that does it. */
const commands = { start: "start.ts", test: "test.ts" };

/**
 * Sees to a fitting Node and pnpm, installs the dependencies and runs the
 * command; sets the exit code to the command's own.
 *
 * @param {string[]} args the command, then arguments that are its own
 */
export async function main([command, ...args]) {
  try {
    const script = Object.entries(commands).find(
      ([name]) => name === command,
    )?.[1];
    if (script === undefined)
      throw new Stop(
        `Неизвестная команда «${command ?? ""}».\n` +
          "Есть две: npm start (лекция) и npm test (проверка курса).",
      );
    process.exitCode = await prepareAndRun(script, args);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = error.exitCode;
  }
}

/**
 * @param {string} script a file of scripts/
 * @param {string[]} args
 */
async function prepareAndRun(script, args) {
  const pnpm = await fittingPnpm(root);
  const node = await fittingNode(root);
  const env = withPath(ownEnvironment(), [dirname(node), dirname(pnpm)]);

  const installed = await run(
    pnpm,
    ["install", "--frozen-lockfile", "--prefer-offline"],
    { cwd: root, env },
  );
  if (installed !== 0) {
    throw new Stop(
      (await registryAnswers(root))
        ? "Зависимости не установились: причина в сообщении pnpm выше."
        : "Нет связи с реестром npm, а зависимости ещё не скачаны.\n" +
            "Проверьте сеть (прокси, VPN) и повторите команду: скачанное не пропадёт.",
      installed,
    );
  }
  return run(node, [join(root, "scripts", script), ...args], {
    cwd: root,
    env,
    // The channel closes when this process ends, however it ends.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
}

/** What other projects set, and what would change a result here. */
const foreign =
  /^(NODE_ENV|NODE_USE_ENV_PROXY|VITE_.*|VITEST.*|BETTER_AUTH_.*)$/i;

/**
 * The environment without other projects' settings. Proxies stay: packages
 * may come through one.
 */
function ownEnvironment() {
  // PG… completes the address of a server of one's own. Without one they
  // would change how the checks reach theirs; PGBIN says where its programs are.
  const isServerOurs = !process.env.DATABASE_URL;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !foreign.test(name) &&
        !(isServerOurs && /^PG(?!BIN$)/i.test(name)),
    ),
  );
}

/**
 * An environment with folders put first on the search path.
 *
 * @param {NodeJS.ProcessEnv} env is changed
 * @param {string[]} folders
 */
function withPath(env, folders) {
  // Windows spells it "Path" and ignores case; two spellings at once would
  // leave it to chance which one counts.
  const key =
    Object.keys(env).find((name) => name.toUpperCase() === "PATH") ??
    "PATH";
  env[key] = [...folders, env[key] ?? ""].join(delimiter);
  return env;
}
