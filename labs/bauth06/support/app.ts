/**
 * The student's application behind a real HTTP port: every
 * route.ts in src/app/ answers at the address its folder stands for, as under
 * Next.js, but without the seconds that Next.js takes to start.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/route
 */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { Pool } from "pg";
import { vi } from "vitest";
import { remember } from "./faults.ts";
import {
  byDefiniteness,
  isRouted,
  match,
  patternOf,
  type Params,
} from "./routes.ts";

type Handler = (
  request: Request,
  context: { params: Promise<Params> },
) => Response | Promise<Response>;

declare global {
  interface ImportMeta {
    /** @see https://vite.dev/guide/features.html#glob-import */
    glob<Module>(pattern: string): Record<string, () => Promise<Module>>;
  }
}
type RouteModule = Record<string, Handler | undefined>;

const routes = Object.entries(
  import.meta.glob<RouteModule>("../src/app/**/route.{ts,tsx,js,jsx}"),
)
  .filter(([file]) => isRouted(file))
  .map(([file, load]) => ({ pattern: patternOf(file), load }))
  .sort((a, b) => byDefiniteness(a.pattern, b.pattern));

/** Starts the application on a free port. @returns its origin */
export async function startApp(): Promise<string> {
  const { error: log } = console;
  console.error = (...values: unknown[]) => {
    values.filter((value) => value instanceof Error).forEach(remember);
    log(...values);
  };
  const server = createServer(async (incoming, outgoing) => {
    const response = await answer(toRequest(incoming)).catch((error) => {
      remember(error);
      return new Response("Internal Server Error", { status: 500 });
    });
    response.headers.forEach((value, name) => {
      if (name !== "set-cookie") outgoing.setHeader(name, value);
    });
    // As under Next.js: lines that were glued together arrive as one.
    outgoing.setHeader("set-cookie", response.headers.getSetCookie());
    outgoing.writeHead(response.status);
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  server.unref();
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  for (const { pattern, load } of routes) {
    const params = match(pattern, path);
    if (!params) continue;
    const module = await load();
    const handler =
      module[request.method] ??
      (request.method === "HEAD" ? module.GET : undefined);
    if (!handler) return new Response(null, { status: 405 });
    const response: unknown = await handler(request, {
      params: Promise.resolve(params),
    });
    if (response instanceof Response) return response;
    throw new Error(
      `${request.method} ${path}: обработчик не вернул Response — проверьте return`,
    );
  }
  return new Response(null, { status: 404 });
}

function toRequest(incoming: IncomingMessage): Request {
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  return new Request(
    new URL(incoming.url ?? "/", `http://${incoming.headers.host}`),
    {
      method: incoming.method,
      headers: Object.entries(incoming.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one): [string, string] => [name, one]),
      ),
      ...(hasBody && {
        body: Readable.toWeb(incoming) as ReadableStream,
        duplex: "half",
      }),
    },
  );
}

/**
 * Runs the application with other settings, as if it had been started anew.
 * @param settings environment variables; undefined removes one
 * @param run what to do meanwhile; import the application's modules in here
 */
export async function restartedWith<Result>(
  settings: Record<string, string | undefined>,
  run: () => Promise<Result>,
): Promise<Result> {
  const before = new Map(
    Object.keys(settings).map((name) => [name, process.env[name]]),
  );
  const survivors = takeGlobals();
  Object.entries(settings).forEach(set);
  vi.resetModules();
  try {
    return await run();
  } finally {
    before.forEach((value, name) => set([name, value]));
    Object.assign(globalThis, survivors);
    vi.resetModules();
  }
}

function set([name, value]: [string, string | undefined]): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** A new process has no pool yet, and has counted no attempts. */
function takeGlobals(): Record<PropertyKey, unknown> {
  const all = globalThis as Record<PropertyKey, unknown>;
  const taken = Reflect.ownKeys(globalThis)
    .filter((name) => name === "attempts" || holdsPool(name, all[name]))
    .map((name) => [name, all[name]] as const);
  for (const [name] of taken) Reflect.deleteProperty(globalThis, name);
  return Object.fromEntries(taken);
}

/** The pool itself, a Drizzle database on it, or an object that holds one. */
function holdsPool(name: PropertyKey, value: unknown): boolean {
  const isPool = (one: any) =>
    one instanceof Pool ||
    (Reflect.has(Object(one), "$client") && one.$client instanceof Pool);
  // Several names mean the global object itself.
  if (name === "observer" || value === globalThis) return false;
  return isPool(value) || Object.values(Object(value)).some(isPool);
}
