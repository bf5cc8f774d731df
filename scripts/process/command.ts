import { Command, type ErrorOptions } from "commander";

/** Commander's headings, and how they read in Russian. */
const headings: Record<string, string> = {
  "Usage:": "Как запустить:",
  "Arguments:": "Аргументы:",
  "Options:": "Параметры:",
  "Commands:": "Команды:",
};

/** What is wrong, by commander's code; `name` is what was typed. */
const problems: Record<string, (name: string, detail: string) => string> =
  {
    "commander.unknownOption": (name) => `Нет параметра ${name}.`,
    "commander.unknownCommand": (name) => `Нет команды ${name}.`,
    "commander.missingArgument": (name) => `Не хватает аргумента ${name}.`,
    "commander.optionMissingArgument": (name) =>
      `После ${name} не хватает значения.`,
    "commander.excessArguments": (_, detail) =>
      `Аргументов больше, чем нужно: ${detail}`,
    "commander.invalidArgument": (name, detail) =>
      `Значение не подходит для ${name}. ${detail}`.trim(),
  };

/**
 * A command of the course, whose help and whose errors are in Russian.
 *
 * @param name as it is typed, such as "pnpm compose"
 * @param description what it does, in Russian
 * @returns to be given arguments and options, and then parsed
 */
export function command(name: string, description: string): Command {
  return new RussianCommand(name)
    .description(description)
    .helpOption("-h, --help", "показать эту справку")
    .configureHelp({
      styleTitle: (title) => headings[title] ?? title,
      styleUsage: (usage) => usage.replace("[options]", "[параметры]"),
    })
    .showHelpAfterError(`Справка: ${name} --help`);
}

class RussianCommand extends Command {
  override error(message: string, options: ErrorOptions = {}): never {
    const [, name = ""] = /'([^']+)'/.exec(message) ?? [];
    const [, detail = ""] =
      /(?:but got \d+: |is invalid\. )(.*)$/s.exec(message) ?? [];
    const [, similar] =
      /Did you mean (?:one of )?(.+)\?/.exec(message) ?? [];
    const said = problems[options.code ?? ""]?.(name, detail) ?? message;
    return super.error(
      similar ? `${said} Похоже на ${similar}.` : said,
      options,
    );
  }
}
