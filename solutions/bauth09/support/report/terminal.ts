import { styleText } from "node:util";

/** Colours for a terminal, plain text for a file or a pipe. */
export const style: typeof styleText = (format, text) =>
  process.stdout.isTTY ? styleText(format, text) : text;

/** Under the name of a test. */
export function indent(text: string): string {
  return text.replace(/^/gm, "      ");
}

/** The form of a phrase that goes with a number, which stands for #. */
export function counted(
  count: number,
  one: string,
  few: string,
  many: string,
): string {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = { one, few };
  const rule = new Intl.PluralRules("ru").select(count);
  return (forms[rule] ?? many).replace("#", String(count));
}
