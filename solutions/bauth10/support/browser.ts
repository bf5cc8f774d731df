import { vi } from "vitest";
import type { HttpClient } from "./http-client.ts";

/** What a script has done to the page it ran in. */
export type Visit<Result> = {
  /** What it returned; undefined if it threw. */
  result: Result | undefined;
  thrown: unknown;
  /** Where the page loaded last is: a path, if it is our own. */
  loaded: string | undefined;
  /** It was loaded while a request was on its way, which ends with the page. */
  hurried: boolean;
};

/** What a hostile link to the page may carry. */
const EVIL = "https://evil.example/login";
const QUERY = new URLSearchParams(
  ["next", "redirect", "redirectTo", "returnTo", "callbackURL", "url"].map(
    (name) => [name, EVIL],
  ),
);

/**
 * Runs a page's script as a browser would: its requests go to the server
 * with the client's cookies, and the page it loads anew is written down.
 * @param run imports the script and calls it
 * @param user whose page it is
 */
export async function inBrowser<Result>(
  client: HttpClient,
  run: () => Promise<Result>,
  user?: string,
): Promise<Visit<Result>> {
  const page = new URL(`${client.origin}/notes?${QUERY}`);
  const visit: Visit<Result> = {
    result: undefined,
    thrown: undefined,
    loaded: undefined,
    hurried: false,
  };
  let unanswered = 0;
  const requests: Promise<unknown>[] = [];
  const fetch = (path: string, request?: RequestInit) => {
    unanswered += 1;
    const answer = client
      .fetch(path, request)
      .finally(() => (unanswered -= 1));
    requests.push(answer);
    return answer;
  };
  const location = locationOf(page, ({ origin, pathname, href }) => {
    visit.hurried ||= unanswered > 0;
    visit.loaded = origin === page.origin ? pathname : href;
  });
  const document = withTheRest({
    body: { dataset: { user } },
    cookie: "",
    referrer: EVIL,
  });
  const window = withTheRest(
    {
      document,
      fetch,
      // A change of the address alone loads nothing.
      history: anything,
      localStorage: storage(),
      sessionStorage: storage(),
    },
    globalThis,
  );
  for (const holder of [document, window])
    Object.defineProperty(holder, "location", {
      get: () => location,
      set(address: string) {
        location.href = address;
      },
    });
  const names = ["document", "fetch", "history", "location"];
  for (const name of [...names, "localStorage", "sessionStorage"])
    vi.stubGlobal(name, window[name]);
  for (const name of ["window", "self", "top", "parent"])
    vi.stubGlobal(name, window);
  for (const name of ["alert", "BroadcastChannel", "caches", "confirm"])
    vi.stubGlobal(name, anything);
  try {
    visit.result = await run();
  } catch (error) {
    visit.thrown = error;
  } finally {
    await Promise.allSettled(requests);
    vi.unstubAllGlobals();
  }
  return visit;
}

/** @param load is told each address that would load a page */
function locationOf(page: URL, load: (address: URL) => void): Location {
  const go = (address: string | URL = page) =>
    load(new URL(String(address), page));
  const parts = [
    "host",
    "hostname",
    "pathname",
    "port",
    "protocol",
  ] as const;
  const location = { replace: go, assign: go, reload: () => go() };
  const changing = (part: "href" | "search" | (typeof parts)[number]) => ({
    get: () => page[part],
    set(value: string) {
      const changed = new URL(page);
      if (part === "href") go(value);
      else go(Object.assign(changed, { [part]: value }));
    },
  });
  Object.defineProperties(location, {
    toString: { value: () => page.href },
    origin: { value: page.origin },
    hash: { value: "", writable: true },
    href: changing("href"),
    search: changing("search"),
    ...Object.fromEntries(parts.map((part) => [part, changing(part)])),
  });
  return location as unknown as Location;
}

type Anything = Record<PropertyKey, any> &
  ((...values: any[]) => Anything);

/** Whatever else of a browser a script may use: nothing comes of it. */
const anything: Anything = new Proxy(function () {} as Anything, {
  get: (_, name) => {
    if (name === Symbol.toPrimitive) return () => "";
    return name === "then" ? undefined : anything;
  },
  set: () => true,
  apply: () => anything,
  construct: () => anything,
});

function withTheRest(...known: object[]): Record<PropertyKey, any> {
  return new Proxy(known[0]!, {
    get: (_, name) => {
      const holder = known.find((one) => name in one);
      return holder ? Reflect.get(holder, name) : anything;
    },
  });
}

/** An empty one, that ends with the page. */
function storage(): object {
  const items = new Map<string, string>();
  return withTheRest({
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
    clear: () => items.clear(),
  });
}
