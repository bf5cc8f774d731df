import { remember } from "./faults.ts";
import { exchanges } from "./journal.ts";
import { Lesson } from "./lesson.ts";
import { ask } from "./site-host.ts";
import { faultIn } from "./site-log.ts";
import { pageAloneOf, redirectIn } from "./site-router.ts";
import type { HttpClient } from "./http-client.ts";

/**
 * The application under Next.js itself: its pages. Their database and secret
 * are those of the tests' own server, so a session of one is one of both.
 */
export type Site = {
  /** Opens a page with the client's cookies. */
  open(
    client: HttpClient,
    path: string,
    headers?: Record<string, string>,
  ): Promise<Page>;
  /**
   * Opens a page as the router of Next.js does.
   * @returns how it asks for the page once more: for the page alone, as it has
   *   the layouts around it already
   */
  visit(client: HttpClient, path: string): Promise<() => Promise<Page>>;
  /** Everything that the site has printed. */
  printed(): string;
  /** Says that nothing more will be asked; it may stay for the next run. */
  stop(): Promise<void>;
};

/** A page as a browser gets it. */
export type Page = {
  status: number;
  /** Where it sends the browser, if anywhere: a path, if it is our own. */
  redirect: string | undefined;
  html: string;
  /** The query of the address it sends the browser to. */
  query: URLSearchParams | undefined;
  /** The above in a few words, with the problem that Next.js reported. */
  found: string;
};

/** A test waits for less; Next.js may compile a page when it first opens. */
const LONGEST_WAIT = 60_000;

/**
 * Starts the site on a free port, on the tests' database.
 * @throws Lesson when Next.js does not start
 */
export async function startSite(): Promise<Site> {
  const { TEST_DATABASE_URL, BETTER_AUTH_SECRET } = process.env;
  const { origin, log: first } = await ask({
    open: {
      DATABASE_URL: TEST_DATABASE_URL,
      BETTER_AUTH_SECRET,
      NEXT_DIST_DIR: ".next-test",
    },
  });
  if (!origin) {
    throw new Lesson({
      found: `Next.js не запустился: ${quoted(faultIn(first)) || first.trim()}`,
      why: "Без него нет страниц: ни входа, ни заметок.",
      file: "next.config.ts",
    });
  }
  // Next.js tells it once, and then answers every page with 500.
  let unreadable: Error | undefined;
  let printed = first;

  const open: Site["open"] = async (client, path, extra = {}) => {
    const cookies = [...client.cookies].map((pair) => pair.join("="));
    const request = new Headers({ ...extra, cookie: cookies.join("; ") });
    const { answer, html } = await get(new URL(path, origin), request);
    const { status, headers } = answer;
    const { log } = await ask("log");
    printed += log;
    const fault = faultIn(log);
    if (fault?.name === "SyntaxError") unreadable = fault;
    exchanges().push({
      method: "GET",
      path,
      request,
      body: "",
      response: headers,
      text: html,
      site: origin,
    });
    const target = headers.get("location") ?? redirectIn(html);
    const redirect = target ? placeOf(target, origin) : undefined;
    return {
      status,
      redirect,
      html,
      query: target ? new URL(target, origin).searchParams : undefined,
      found: [
        `${path.split("?")[0]} — ответ ${status}`,
        redirect && `переход на ${redirect}`,
        !redirect && status === 200 && `страница «${titleOf(html)}»`,
        status >= 500 && quoted(fault ?? unreadable),
      ]
        .filter(Boolean)
        .join(", "),
    };
  };

  return {
    open,
    async visit(client, path) {
      const { html } = await asRouter(open, client, path, {});
      const tree = JSON.stringify(pageAloneOf(html));
      return () =>
        asRouter(open, client, path, {
          "next-router-state-tree": encodeURIComponent(tree),
        });
    },
    printed: () => printed,
    stop: async () => void (await ask("settle")),
  };
}

/** @throws Lesson when no answer comes */
async function get(url: URL, headers: Headers) {
  const signal = AbortSignal.timeout(LONGEST_WAIT);
  try {
    const answer = await fetch(url, {
      headers,
      redirect: "manual",
      signal,
    });
    return { answer, html: await answer.text() };
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Lesson({
      found: `страница ${url.pathname} не ответила за ${LONGEST_WAIT / 1_000} с`,
      why: "Похоже на бесконечный цикл или промис, который никогда не завершается: в самой странице, в layout.tsx или в том, что они вызывают. Если их нет, компьютер слишком занят: закройте лишнее и запустите тесты снова.",
      file: `src/app${url.pathname}/page.tsx`,
    });
  }
}

/** Asks for what the router gets instead of HTML. */
async function asRouter(
  open: Site["open"],
  client: HttpClient,
  path: string,
  headers: Record<string, string>,
): Promise<Page> {
  const asked = { ...headers, rsc: "1" };
  const first = await open(client, path, asked);
  // The router adds a hash of these headers; Next.js says which it would be.
  const hash = first.query?.get("_rsc");
  return hash == null
    ? first
    : open(client, `${path}?_rsc=${hash}`, asked);
}

/** @returns the path alone where it is one of ours */
function placeOf(target: string, origin: string): string {
  const { href, origin: there, pathname } = new URL(target, origin);
  return there === origin ? pathname : href;
}

function titleOf(html: string): string {
  return /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? "без заголовка";
}

/** As an answer of the tests' own server names it; see support/lesson.ts. */
function quoted(fault: Error | undefined): string {
  return fault ? `исключение «${remember(fault).message}»` : "";
}
