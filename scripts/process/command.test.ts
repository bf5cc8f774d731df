import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { command } from "./command.ts";

/** What a command prints, and with which exit code it ends. */
function printed(...args: string[]) {
  let text = "";
  const keep = (more: string) => void (text += more);
  const tested = command("pnpm try", "Пробует.")
    .argument("<шаг>", "например bauth04")
    .option("--port <номер>", "порт", () => {
      throw new InvalidArgumentError("Нужно число.");
    })
    .configureOutput({ writeOut: keep, writeErr: keep })
    .exitOverride();
  expect(() => tested.parse(args, { from: "user" })).toThrow();
  return text;
}

test("help is Russian from its first heading to its last option", () => {
  expect(printed("--help")).toBe(`Как запустить: pnpm try [параметры] <шаг>

Пробует.

Аргументы:
  шаг             например bauth04

Параметры:
  --port <номер>  порт
  -h, --help      показать эту справку
`);
});

test.each([
  [["--prt", "1"], "Нет параметра --prt. Похоже на --port."],
  [[], "Не хватает аргумента шаг."],
  [["bauth01", "--port"], "После --port <номер> не хватает значения."],
  [["bauth01", "x", "y"], "Аргументов больше, чем нужно: bauth01, x, y."],
  [
    ["bauth01", "--port", "x"],
    "Значение не подходит для --port <номер>. Нужно число.",
  ],
])("%j is answered in Russian", (args, answer) => {
  expect(printed(...args)).toBe(`${answer}\nСправка: pnpm try --help\n`);
});
