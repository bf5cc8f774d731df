/**
 * Follows a request through the application from outside: its cookies, its
 * context, its SQL and the row of its session.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Client, Pool } from "pg";
import { receivedIn, sessionIn } from "./cookies.ts";
import type { Exchange, Statement } from "./exchange.ts";
import { type Found, personOf, seen, SessionRows } from "./session-row.ts";

/** What is learned while the application works on a request. */
type Followed = Pick<Exchange, "context" | "statements">;

const storage = new AsyncLocalStorage<Followed>();

const NO_ROW: Found = { row: undefined };

/** Watches one request, which `answer` answers. */
export type Watch = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => Promise<void>,
) => Promise<void>;

/**
 * Begins to follow requests.
 * @param url connection string of the application's database
 * @param tell is told of each one when it is answered
 */
export function watcher(
  url: string,
  tell: (exchange: Omit<Exchange, "id">) => void,
): Watch {
  const rows = new SessionRows(url);
  followContexts();
  followStatements();

  return async (request, response, answer) => {
    const path = pathOf(request);
    if (!isOfApplication(path)) return answer();
    const at = new Date();
    const sent = sessionIn(request.headers.cookie);
    const before = sent ? await rows.find(sent.token) : NO_ROW;
    const followed: Followed = { statements: [] };
    const start = performance.now();
    const end = new Promise((resolve) => response.once("close", resolve));
    await storage.run(followed, answer);
    await end;

    const milliseconds = Math.round(performance.now() - start);
    const headers = [response.getHeader("set-cookie") ?? []].flat();
    const { received, token } = receivedIn(headers.map(String));
    const begun = token !== undefined && token !== sent?.token;
    const known = begun ? token : sent?.token;
    tell({
      at: at.toISOString(),
      method: request.method ?? "",
      path,
      status: response.statusCode,
      isCutOff: !response.writableFinished,
      milliseconds,
      sent: sent?.shown ?? null,
      received,
      ...followed,
      session: known
        ? seen(begun ? NO_ROW : before, await rows.find(known))
        : { state: "no cookie" },
    });
  };
}

function pathOf({ url }: IncomingMessage): string {
  const path = url?.split("?")[0] ?? "/";
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Not what Next.js and browsers ask for by themselves, nor a picture. */
function isOfApplication(path: string): boolean {
  if (path.startsWith("/api/")) return true;
  return !/^\/(_|\.well-known\/)|\.\w+$/.test(path);
}

/** src/app/api/trpc publishes what createContext has made. */
function followContexts(): void {
  subscribe("trpc:context", (context) => {
    const followed = storage.getStore();
    if (!followed) return;
    // A student writes it: it may be anything.
    const user = (context as { user?: unknown } | null | undefined)?.user;
    followed.context = user === undefined ? {} : { user: personOf(user) };
  });
}

/** Next.js leaves `pg` to Node, so that its `pg` is this one. */
function followStatements(): void {
  for (const { prototype } of [Pool, Client]) {
    const { query } = prototype;
    prototype.query = function (this: Pool & Client, ...given: unknown[]) {
      const work = () => Reflect.apply(query, this, given) as unknown;
      const followed = storage.getStore();
      if (!followed) return work();
      followed.statements.push(...statementIn(given[0]));
      // A pool asks a client: what both are told is one statement.
      return storage.exit(work);
    } as typeof query;
  }
}

/** Its verb and tables: never the values, among them tokens and hashes. */
function statementIn(asked: unknown): Statement[] {
  const text =
    typeof asked === "string"
      ? asked
      : (asked as { text?: unknown })?.text;
  if (typeof text !== "string") return [];
  const [verb = ""] = /[a-z]+/i.exec(text) ?? [];
  const named = text.matchAll(
    /(?:\b(?:from|into|join)|^\s*update)\s+"?(\w+)"?/gi,
  );
  const tables = new Set(Array.from(named, ([, table]) => table!));
  return [{ verb: verb.toLowerCase(), tables: [...tables] }];
}
