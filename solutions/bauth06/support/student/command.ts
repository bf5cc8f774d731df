import { parseArgs } from "node:util";
import { typed } from "../manager.cjs";
import { Refusal } from "./refusal.ts";

type Command = { run(args: string[]): void | Promise<void> };

/** What a student types; each is loaded when it is asked for. */
const commands: Record<string, () => Promise<Command>> = {
  hint: () => import("./hint.ts"),
  next: () => import("./next.ts"),
  diff: () => import("./diff.ts"),
  reset: () => import("./reset.ts"),
};

/**
 * Runs a command in the lab's folder, which is the current one. What it cannot
 * do it says in a sentence, and the exit code is 1.
 * @param name such as "hint"
 * @param args what was typed after it
 */
export async function runCommand(
  name: string,
  args: string[],
): Promise<void> {
  // Whoever reads a part of it, such as `head`, needs no stack trace.
  process.stdout.once("error", () => process.exit());
  try {
    const command = await commands[name]!();
    await command.run(args);
  } catch (error) {
    console.error(`\n${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** @throws the error itself when it is a mistake of this program */
function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof Error && "syscall" in error)
    return `Не получилось: ${error.message}. Проверьте, есть ли на диске место и можно ли здесь писать, и повторите команду.`;
  throw error;
}

/**
 * Options without values, and the words beside them.
 * @param usage the command with all it takes, for whoever typed something else
 * @param names of the options
 * @param most how many words there may be
 * @throws Refusal when something else was typed
 */
export function parsed<Name extends string>(
  args: string[],
  usage: string,
  names: Name[],
  most: number,
): { options: Set<Name>; words: string[] } {
  const known = Object.fromEntries(
    names.map((name) => [name, { type: "boolean" as const }]),
  );
  try {
    const { values, positionals } = parseArgs({
      args,
      options: known,
      allowPositionals: true,
    });
    if (positionals.length <= most)
      return {
        options: new Set(names.filter((name) => values[name])),
        words: positionals,
      };
  } catch {
    // It says in English what is said below.
  }
  throw new Refusal(
    `Не понимаю «${args.join(" ")}». Как пишут эту команду: ${typed(usage)}`,
  );
}
