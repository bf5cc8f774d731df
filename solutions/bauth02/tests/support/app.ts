/**
 * The student's application behind a real HTTP port: every
 * src/app/api/…/route.ts answers at the address its folder stands for, as
 * under Next.js, but without the seconds that Next.js takes to start.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/route
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Response | Promise<Response>;

declare global {
  interface ImportMeta {
    /** @see https://vite.dev/guide/features.html#glob-import */
    glob<Module>(pattern: string): Record<string, () => Promise<Module>>;
  }
}
type RouteModule = Record<string, Handler | undefined>;

const routes = Object.entries(
  import.meta.glob<RouteModule>("../../src/app/api/**/route.ts"),
).map(([path, load]) => ({ matches: matcher(path), load }));

/** What the application threw while it answered, for the messages of tests. */
export const faults: Error[] = ((
  globalThis as { faults?: Error[] }
).faults ??= []);

/** Starts the application on a free port. @returns its origin */
export function startApp(): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const response = await answer(toRequest(incoming)).catch((error) => {
      faults.push(error instanceof Error ? error : new Error(`${error}`));
      return new Response("Internal Server Error", { status: 500 });
    });
    response.headers.forEach((value, name) => {
      if (name !== "set-cookie") outgoing.setHeader(name, value);
    });
    outgoing.setHeader("set-cookie", response.headers.getSetCookie());
    outgoing.writeHead(response.status);
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  server.unref();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(
        `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      );
    });
  });
}

async function answer(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  for (const { matches, load } of routes) {
    const params = matches(path);
    if (!params) continue;
    const handler = (await load())[request.method];
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

/** Turns a route file's path into a function that reads an address by it. */
function matcher(file: string) {
  const names: string[] = [];
  const pattern = file
    .replace(/^.*\/src\/app/, "")
    .replace(/\/route\.ts$/, "")
    .replace(/\/\[\.\.\.(\w+)\]/g, (_, name: string) => {
      names.push(name);
      return "/(.+)";
    })
    .replace(/\/\[(\w+)\]/g, (_, name: string) => {
      names.push(name);
      return "/([^/]+)";
    });
  const address = new RegExp(`^${pattern}/?$`);
  return (path: string): Record<string, string> | undefined => {
    const found = address.exec(path);
    if (!found) return undefined;
    return Object.fromEntries(
      names.map((name, at) => [name, found[at + 1]!]),
    );
  };
}
