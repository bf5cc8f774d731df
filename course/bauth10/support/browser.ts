import { vi } from "vitest";
import type { HttpClient } from "./http-client.ts";

/**
 * Runs a page's script as a browser would: its requests go to the server
 * with the client's cookies, and the page it loads anew is written down.
 * @param run imports the script and calls it
 * @returns what the script returned, and the path of the page loaded last
 */
export async function inBrowser<Result>(
  client: HttpClient,
  run: () => Promise<Result>,
): Promise<{ result: Result; loaded: string | undefined }> {
  const page = `${client.origin}/notes`;
  let loaded: string | undefined;
  const load = (address: string | URL = page) => {
    loaded = new URL(address, page).pathname;
  };
  const location = Object.defineProperties(
    { replace: load, assign: load, reload: () => load() },
    { href: { get: () => page, set: load } },
  );
  // A change of the address alone loads nothing.
  const history = {
    pushState() {},
    replaceState() {},
    back() {},
    go() {},
  };
  const window = Object.defineProperties(
    { history },
    { location: { get: () => location, set: load } },
  );
  vi.stubGlobal("window", window);
  vi.stubGlobal("history", history);
  vi.stubGlobal("location", location);
  vi.stubGlobal("document", { body: { dataset: {} } });
  vi.stubGlobal("fetch", client.fetch.bind(client));
  try {
    return { result: await run(), loaded };
  } finally {
    vi.unstubAllGlobals();
  }
}
