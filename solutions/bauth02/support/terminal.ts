import { styleText } from "node:util";

/** Colours for a terminal, plain text for a file or a pipe. */
export const style: typeof styleText = (format, text) =>
  process.stdout.isTTY ? styleText(format, text) : text;

/** Under the name of a test. */
export function indent(text: string): string {
  return text.replace(/^/gm, "      ");
}

/** "1 тест", "2 теста", "5 тестов" */
export function counted(
  count: number,
  one: string,
  few: string,
  many: string,
): string {
  const rule = new Intl.PluralRules("ru").select(count);
  return `${count} ${rule === "one" ? one : rule === "few" ? few : many}`;
}
