/**
 * What the application did while the tests of one file ran: what it printed,
 * which SQL it sent, what it answered. Tests read it after the fact.
 */
import { format } from "node:util";
import { Client } from "pg";

/** A statement as it left the application. */
export type Statement = { text: string; values: unknown[] };

/** One request of a test, and what came back. */
export type Exchange = {
  method: string;
  path: string;
  request: Headers;
  /** What the test sent as JSON, if anything. */
  body: string;
  response: Headers;
  text: string;
  /** Where the site was to be found meanwhile. */
  site: string;
};

/** Something that was printed, and the line of the application it came from. */
export type Print = { text: string; readonly place: string | undefined };

type Journal = {
  statements: Statement[];
  exchanges: Exchange[];
  prints: Print[];
};

/** The tests' own connection is not the application's. */
export class ObserverClient extends Client {}

// One process runs all test files, and each loads this module anew.
const globals = globalThis as { journal?: Journal };

/** Begins an empty journal. The first call of a run also begins to listen. */
export function startJournal(): void {
  if (!globals.journal) {
    listenToPrints();
    listenToStatements();
  }
  globals.journal = { statements: [], exchanges: [], prints: [] };
}

/** Every SQL statement of the application since this file's tests began. */
export function statements(): Statement[] {
  return globals.journal!.statements;
}

/** Everything printed since then: console, stdout and stderr. */
export function prints(): Print[] {
  return globals.journal!.prints;
}

/** Every request of the tests since then, with its answer. */
export function exchanges(): Exchange[] {
  return globals.journal!.exchanges;
}

/** Vitest has put a console of its own in place, which it shows or hides. */
function listenToPrints(): void {
  for (const name of [
    "debug",
    "dir",
    "error",
    "info",
    "log",
    "table",
    "trace",
    "warn",
  ] as const) {
    const print = console[name] as (...values: unknown[]) => void;
    console[name] = (...values: unknown[]) => {
      note(format(...values));
      print(...values);
    };
  }
  for (const stream of [process.stdout, process.stderr]) {
    const { write } = stream;
    stream.write = (...values: unknown[]) => {
      note(String(values[0]));
      return Reflect.apply(write, stream, values) as boolean;
    };
  }
}

/** A loop that prints without end has nothing new to say after these. */
const ENOUGH_PRINTS = 10_000;

function note(text: string): void {
  if (prints().length > ENOUGH_PRINTS) return;
  const here = new Error();
  prints().push({
    text,
    // A stack costs nothing until somebody looks at it.
    get place() {
      return /\/(src\/[^\s():]+:\d+)/.exec(here.stack ?? "")?.[1];
    },
  });
}

function listenToStatements(): void {
  const { query } = Client.prototype;
  Client.prototype.query = function (this: Client, ...values: unknown[]) {
    const [what, given] = values as [
      string | { text?: string; values?: unknown[] },
      unknown,
    ];
    const { text, values: own } =
      typeof what === "string" ? { text: what, values: undefined } : what;
    // By name, because every test file has an observer of its own.
    if (
      text !== undefined &&
      this.constructor.name !== ObserverClient.name
    )
      statements().push({
        text,
        values: own ?? (Array.isArray(given) ? given : []),
      });
    return Reflect.apply(query, this, values) as unknown;
  } as typeof query;
}
