import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import type { Exchange } from "./exchange.ts";
import { type Watch, watcher } from "./watch.ts";

/** Next.js makes no route of a folder whose name begins with "_". */
const PATH = "/_panel";

/** How many requests can be looked at. */
const KEPT = 50;

/** By what follows PATH: the page, and what it is made of. */
const FILES: Record<string, string> = {
  "": "page.html",
  "/page.css": "page.css",
  "/picture.css": "picture.css",
  "/page.js": "page.js",
  "/drawing.js": "drawing.js",
  "/elements.js": "elements.js",
  "/words.js": "words.js",
};

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
};

/** Shows what happened in the last requests of `pnpm dev`. */
export type Panel = {
  /** Where it opens, on this machine alone. */
  address: string;
  /** @returns whether the request was the panel's, and is answered */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  watch: Watch;
};

/**
 * Makes the panel; the server has to hand it every request.
 * @param port where the site listens
 * @param url connection string of the application's database
 */
export function openPanel(port: number, url: string): Panel {
  const address = new URL(PATH, `http://localhost:${port}`);
  const kept: Exchange[] = [];
  const readers = new Set<ServerResponse>();
  let count = 0;

  const watch = watcher(url, (exchange) => {
    kept.push({ id: (count += 1), ...exchange });
    kept.splice(0, kept.length - KEPT);
    for (const reader of readers) reader.write(event(kept.slice(-1)));
  });

  return {
    address: address.href,
    watch,
    serve(request, response) {
      const [path = ""] = request.url?.split("?") ?? [];
      if (path !== PATH && !path.startsWith(`${PATH}/`)) return false;
      if (!isFromHere(request, address)) {
        refuse(response, address);
        return true;
      }
      const rest = path.slice(PATH.length);
      if (rest !== "/events") {
        serveFile(response, FILES[rest]);
        return true;
      }
      // Only its own page may read it, no other site and no other port.
      if (request.headers["sec-fetch-site"] !== "same-origin") {
        refuse(response, address);
        return true;
      }
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
      });
      response.write(event(kept));
      readers.add(response);
      response.once("close", () => readers.delete(response));
      return true;
    },
  };
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
function event(exchanges: Exchange[]): string {
  return `data: ${JSON.stringify(exchanges)}\n\n`;
}

/**
 * Does somebody at this machine ask? Not the local network, not the far end
 * of a tunnel, and not a foreign name that was made to lead here (DNS
 * rebinding): the panel shows who is signed in.
 */
function isFromHere(
  { headers, socket }: IncomingMessage,
  { host }: URL,
): boolean {
  const isForwarded = Object.keys(headers).some((name) =>
    /^(forwarded$|x-forwarded-)/.test(name),
  );
  return (
    headers.host === host &&
    !isForwarded &&
    /^(::1|(::ffff:)?127\.[\d.]+)$/.test(socket.remoteAddress ?? "")
  );
}

function refuse(response: ServerResponse, { href }: URL): void {
  response.writeHead(403, { "content-type": "text/plain; charset=utf-8" });
  response.end(
    `Панель показывает, кто вошёл, и открывается только на компьютере, где запущен сайт: ${href}`,
  );
}

function serveFile(
  response: ServerResponse,
  file: string | undefined,
): void {
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": `${TYPES[extname(file)]}; charset=utf-8`,
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'self'; img-src data:; frame-ancestors 'none'",
  });
  response.end(readFileSync(join(import.meta.dirname, file)));
}
