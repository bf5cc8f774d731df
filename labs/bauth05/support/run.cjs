/**
 * Behind the commands of package.json: says in one sentence what is wrong with
 * this machine or folder, or runs the program in this very process.
 *
 * Finds the program itself, as a ":" in the folder's path breaks PATH. Keeps to
 * syntax that Node 12 can read, so that an old Node gets its sentence. Is not a
 * module, as Node reads none from a path with a "\".
 */
const { existsSync } = require("fs");
const { dirname, join, sep } = require("path");
const { pathToFileURL } = require("url");
const { dependencies } = require("../package.json");
const { manager } = require("./manager.cjs");

/** By command: the package, its file, what the program is always told. */
const programs = {
  test: ["vitest", "vitest.mjs", "run"],
  "test:watch": ["vitest", "vitest.mjs"],
  "db:generate": ["drizzle-kit", "bin.cjs", "generate"],
  "db:studio": ["drizzle-kit", "bin.cjs", "studio"],
  typecheck: ["typescript", "lib/tsc.js", "--noEmit"],
};

/** They look at files only, at no application and no tests. */
const ofStudent = ["hint", "next", "diff", "reset"];

const folder = dirname(__dirname);
const [command, ...args] = process.argv.slice(2);
const problem = unfitNode() || unfitFolder() || missingPackage();
if (problem) {
  console.error(`\n${problem}\n`);
  process.exitCode = 1;
} else {
  run();
}

async function run() {
  if (ofStudent.includes(command)) {
    await (
      await typescript("./student/command.ts")
    ).runCommand(command, args);
    return;
  }
  // First: the others look at the environment.
  await import("./environment.mjs");
  if (runsTests()) (await import("./threads.mjs")).startEarly();
  if (command === "dev") await (await typescript("./dev.ts")).dev(args);
  if (command === "db:studio")
    await (await typescript("./studio.ts")).findDatabase();
  if (command === "db:generate")
    console.log(
      "Если drizzle-kit спросит, новый это столбец или прежний под другим именем, выберите стрелками и нажмите Enter:\n" +
        "create column — новый, пустой; rename column — переименован, значения останутся.\n",
    );
  if (command !== "dev") await program(...programs[command]);
}

/** Node reads TypeScript by itself only since 22.18. */
async function typescript(file) {
  const { register } = await import("tsx/esm/api");
  register();
  return import(file);
}

/** `--help` and `list` run none. */
function runsTests() {
  return (
    command.startsWith("test") &&
    !/^(-h|--help|-v|--version|list)$/.test(args[0])
  );
}

async function program(name, file, ...always) {
  const path = join(home(name), file);
  process.argv.splice(1, Infinity, path, ...always, ...args);
  await import(pathToFileURL(path).href);
}

/** Vitest 5 needs 22.12; 22.13 and 23.4 have node:sqlite without a flag. */
function unfitNode() {
  const { bun, node } = process.versions;
  const [major, minor] = node.split(".").map(Number);
  const fits = major > 23 || minor >= { 22: 13, 23: 4 }[major];
  if (fits && !bun) return "";
  const found = bun ? `только Bun ${bun}` : process.version;
  return `Нужен Node.js 22.13+, 23.4+ или 24+, а здесь ${found}: установите свежую версию с https://nodejs.org и повторите команду.`;
}

/** Vite and esbuild take these characters for a part of an address or pattern. */
function unfitFolder() {
  const found = /[#%?*\\\u0000-\u001f]/.exec(folder.split(sep).join("/"));
  return (
    found &&
    `В пути к папке есть символ ${JSON.stringify(found[0])}, с ним инструменты не работают: переименуйте или перенесите папку ${JSON.stringify(folder)} и повторите команду.`
  );
}

/** After degit, after an interrupted install, and where Yarn left it out. */
function missingPackage() {
  const name = Object.keys(dependencies).find((one) => !home(one));
  return (
    name &&
    `Пакеты не установлены (нет ${name}): выполните «${manager()} install» в папке ${folder} и повторите команду (подойдут npm, pnpm и Bun).`
  );
}

/** Where a package lies: here or in a folder above, as Node looks for it. */
function home(name) {
  return require.resolve
    .paths(name)
    .map((modules) => join(modules, name))
    .find((place) => existsSync(join(place, "package.json")));
}
