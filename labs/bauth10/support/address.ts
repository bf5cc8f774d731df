import type { IncomingMessage } from "node:http";
import { parseArgs } from "node:util";

/** Where browsers open the site, and the port on which it listens. */
export type Place = { address: URL; port: number };

/**
 * Finds where the site is to run: at BETTER_AUTH_URL, or at another port of
 * this machine (`-p 4000`, `--port 4000`, PORT).
 * @param args of `pnpm dev`
 * @throws Error whose message tells the person what to change
 */
export function placeOf(args: string[]): Place {
  const { BETTER_AUTH_URL, PORT } = process.env;
  const address = readAddress(BETTER_AUTH_URL || "http://localhost:3000");
  const wanted = readPort(portIn(args) ?? (PORT || undefined));
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(
    address.hostname,
  );
  // The far end of a tunnel names no port, and keeps the one that it has.
  if (wanted && (isLocal || address.port)) address.port = String(wanted);
  const named = Number(address.port) || (isLocal ? 80 : 3000);
  return { address, port: wanted ?? named };
}

function readAddress(text: string): URL {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address && /^https?:$/.test(address.protocol)) return address;
  throw new Error(
    `BETTER_AUTH_URL в .env.local — не адрес сайта: «${text}». Впишите, например, http://localhost:3000.`,
  );
}

function portIn(args: string[]): string | undefined {
  const options = { port: { type: "string", short: "p" } } as const;
  try {
    // npm takes the first "--" for itself, pnpm hands it on.
    const own = args[0] === "--" ? args.slice(1) : args;
    return parseArgs({ args: own, options }).values.port;
  } catch {
    throw new Error(
      `Команда dev понимает только порт: -p 4000. Непонятно: ${args.join(" ")}`,
    );
  }
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`Порт — это число от 1 до 65535, а не «${text}».`);
}

/**
 * Has a browser opened a page at another address than the site's own? There
 * Next.js would not let its scripts through, and auth no form.
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/allowedDevOrigins
 */
export function isElsewhere(
  { headers }: IncomingMessage,
  address: URL,
): boolean {
  if (!headers.accept?.includes("text/html")) return false;
  // A tunnel may call us by another name than the browser calls the tunnel.
  const host = headers["x-forwarded-host"] ?? headers.host;
  const opened = `${address.protocol}//${host}`;
  return !URL.canParse(opened) || new URL(opened).host !== address.host;
}

/** The page that says where the site is. */
export function wayTo({ origin }: URL): string {
  return `<!doctype html>
<html lang="ru">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>Сайт открывается по другому адресу</title>
  <style>body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark; }</style>
  <main>
    <h1>Сайт открывается по другому адресу</h1>
    <p>Откройте <a href="${origin}">${origin}</a>: cookie и проверка Origin привязаны к нему.</p>
    <p>Нужен другой адрес — впишите его в <code>BETTER_AUTH_URL</code> в файле <code>.env.local</code> и запустите сайт снова.</p>
  </main>
</html>`;
}
