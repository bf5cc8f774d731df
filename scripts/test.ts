// What `npm test` runs once Node, pnpm and the dependencies are there.
import { prepare } from "./machine/prepare.ts";
import { command } from "./process/command.ts";
import { endWithParent } from "./process/parent.ts";
import { parts } from "./checks/parts.ts";
import { runParts } from "./checks/run.ts";

command(
  "npm test --",
  "Проверяет курс целиком; одну часть — команды из README.",
).parse();

// Ctrl-C reaches the running part too; this process waits until that has
// put everything away.
endWithParent();
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => stop.abort());

console.log("\n━━ Что нужно для проверки");
const missing = await prepare(
  ...(["git", "browser", "postgres", "bubblewrap"] as const),
);
process.exitCode = await runParts(parts, stop.signal, {
  missing,
  strict: ![undefined, "", "false"].includes(process.env.CI),
});
