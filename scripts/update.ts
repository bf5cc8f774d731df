// `pnpm deps:update NAME[@VERSION]…`: dependencies, wherever they are used.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { root } from "./course/steps.ts";
import { command } from "./process/command.ts";

/** The two places where versions stand: of the tools and deck, of the labs. */
const places = ["pnpm-workspace.yaml", "course/base/package.json"];

const { args } = command(
  "pnpm deps:update",
  "Обновляет пакеты всюду: в инструментах, в лекции и в лабораторных.",
)
  .argument(
    "<пакет...>",
    "better-auth — до новейшей версии, better-auth@1.7.25 — до этой",
  )
  .parse();

const run = execa({ cwd: root, stdout: "inherit", stderr: "inherit" });

for (const wanted of args) {
  const found = await execa("pnpm", ["view", wanted, "version"], {
    reject: false,
  });
  if (found.failed) {
    console.error(`${wanted}: нет в реестре npm, или он не отвечает.`);
    process.exit(1);
  }
  const version = found.stdout;
  // The "@" of a scope is no version.
  const name = wanted.replace(/(?<=.)@.*/, "");
  const line = new RegExp(
    `^( +"?${name.replaceAll(".", "\\.")}"?: "?)[^"\\n]+`,
    "m",
  );
  for (const place of places) {
    const before = readFileSync(join(root, place), "utf8");
    const after = before.replace(line, `$1${version}`);
    if (after === before) continue;
    writeFileSync(join(root, place), after);
    console.log(`${place}: ${name} ${version}`);
  }
}
await run`pnpm install --no-frozen-lockfile`;
await run({
  cwd: join(root, "course/base"),
})`pnpm install --no-frozen-lockfile --lockfile-only`;
await run`node scripts/compose/cli.ts`;
console.log("Версии и файлы обновлены. Проверьте курс: npm test");
