import { NOT_AN_ERROR, type Exception } from "../faults.ts";
import { KNOWN, SQLSTATES } from "./known-errors.ts";
import { isThrownByTest, lineWith, placeOf, type Place } from "./place.ts";

/** What an exception means, for somebody who has not seen it before. */
export type Meaning = {
  /** What happened. */
  what: string;
  /** What to do about it, if we know. */
  todo?: string;
  place?: Place;
  /** Whether the place was found by what is wrong there. */
  isExact?: boolean;
  /** Whether the code stumbled, rather than said "no" on purpose. */
  isSlip: boolean;
};

/** Says in Russian what an exception means, and where it comes from. */
export function meaningOf(exception: Exception): Meaning {
  const message = plain(exception.message);
  const place = placeOf(exception);
  const load = loadProblem(message);
  if (load) return load;
  const database = databaseProblem(exception);
  if (database) return { ...database, place };
  const [, called] = /^(\S+) is not a function/.exec(message) ?? [];
  if (called && !place && isThrownByTest(exception)) {
    return {
      what: `тест вызвал функцию из src/, а её там нет (${short(readable(message))})`,
      todo: "Проверьте, что файл, который вы меняли, экспортирует (export) всё, что экспортировал, и под теми же именами.",
      isSlip: true,
    };
  }
  for (const { look, what, todo, at } of KNOWN) {
    const found = look.exec(message);
    if (!found) continue;
    const said = what.replace(/\$(\d)/g, (_, number) =>
      (found[Number(number)] ?? "").replace(/\s+/g, " "),
    );
    const exact = at && lineWith(at);
    return {
      what: `${said} (${short(readable(found[0]), 100)})`,
      todo,
      place: exact ?? place,
      isExact: exact !== undefined,
      isSlip: true,
    };
  }
  if (exception.name === NOT_AN_ERROR)
    return {
      what: `код бросил исключение «${short(message)}»`,
      place: lineWith(/\bthrow\b(?! new\b| error\b)/),
      isSlip: true,
    };
  if (exception.name === "SyntaxError" && place) {
    return {
      what: `файл не читается: ${short(message)}`,
      todo: "Проверьте скобки, кавычки и теги в этой строке и над ней.",
      place,
      isSlip: true,
    };
  }
  return {
    what: short(readable(firstIssue(message))),
    place,
    isSlip: /^(Reference|Type|Range|Syntax)Error$/.test(
      exception.name ?? "",
    ),
  };
}

/** What to do about a known error that a test's finding quotes. */
export function hintIn(found: string): string | undefined {
  return KNOWN.find(({ look, at }) => at && look.test(found))?.todo;
}

/** A file that cannot be loaded at all: the message names the place. */
function loadProblem(message: string): Meaning | undefined {
  const syntax =
    /\[PARSE_ERROR\]\s*(.+)[\s\S]*?[\s[](\S[^\n[\]]*?):(\d+):(\d+)\s/.exec(
      message,
    );
  if (syntax) {
    const [, what, file, line, column] = syntax;
    return {
      what: `файл не читается, символ ${column}: ${what}`,
      todo: "Проверьте скобки, кавычки и запятые в этой строке и над ней.",
      place: { file: fromRoot(file!), line: Number(line) },
      isSlip: true,
    };
  }
  const [, unread, why] =
    /Could not parse module '\S*?\/(src\/.+?)'\s+(.+)/.exec(message) ?? [];
  if (unread) {
    return {
      what: `файл не читается: ${why}`,
      todo: "Проверьте в нём скобки, кавычки и запятые.",
      place: { file: unread, line: 0 },
      isSlip: true,
    };
  }
  const missing =
    /Cannot find (?:module|package) '(.+?)' imported from '?([^'\n]+)/.exec(
      message,
    );
  if (!missing) return undefined;
  const [, module, importer] = missing;
  const file = fromRoot(importer!.trim().replace(/\.$/, ""));
  const quoted = module!.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return {
    what: `импортируется «${module}», а такого файла или пакета нет`,
    todo: "Исправьте путь или верните файл: «./» — эта же папка, каждое «../» — на одну выше.",
    place: {
      file,
      line: lineWith(RegExp(`["']${quoted}["']`), [file])?.line ?? 1,
    },
    isSlip: true,
  };
}

/** Drizzle's message holds the whole statement; the reason is its cause. */
function databaseProblem(exception: Exception): Meaning | undefined {
  const message = plain(exception.message);
  if (!message.startsWith("Failed query")) return undefined;
  const cause = exception.cause;
  const reason = cause ? `: ${short(plain(cause.message))}` : "";
  const [, statement = ""] = /^Failed query: (.+)/.exec(message) ?? [];
  return {
    what: `база не выполнила запрос${reason}. Запрос: ${short(statement, 120)}`,
    todo: SQLSTATES[cause?.code ?? ""],
    isSlip: false,
  };
}

/** What zod throws is a list in JSON; its first sentence is the one. */
function firstIssue(message: string): string {
  if (!/^\s*[[{]/.test(message)) return message;
  const said = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(message)?.[1];
  return said ?? message;
}

/** Messages of the compiler come coloured. */
export function plain(message: string): string {
  return message.replace(/\u001B\[[\d;]+m/g, "").trim();
}

/** Imports have other names once Vite has compiled them. */
export function readable(message: string): string {
  return message
    .replace(/\(0 ?, ?(__vi\w*import_\d+__\.[^)]+)\)/g, "$1")
    .replace(/__vi\w*import_\d+__\./g, "");
}

/** The beginning, on one line: a wall of text helps nobody. */
export function short(text: string, length = 200): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length
    ? `${line.slice(0, length).trimEnd()}…`
    : line;
}

function fromRoot(file: string): string {
  const root = `${process.cwd().replaceAll("\\", "/")}/`;
  const path = file.replace(/^file:\/\//, "").replaceAll("\\", "/");
  return path.startsWith(root) ? path.slice(root.length) : path;
}
