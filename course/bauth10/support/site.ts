import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { remember } from "./faults.ts";
import { exchanges } from "./journal.ts";
import { Lesson } from "./lesson.ts";
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
  stop(): void;
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

/**
 * Starts the site on a free port, on the tests' database.
 * @throws Lesson when Next.js does not start
 */
export async function startSite(): Promise<Site> {
  const site = fork(join(import.meta.dirname, "site-process.ts"), {
    execArgv: ["--import", "tsx"],
    silent: true,
  });
  const { TEST_DATABASE_URL, BETTER_AUTH_SECRET } = process.env;
  site.send({
    DATABASE_URL: TEST_DATABASE_URL,
    BETTER_AUTH_SECRET,
    NEXT_DIST_DIR: ".next-test",
  });
  let log = "";
  // Next.js tells it once, and then answers every page with 500.
  let unreadable: Error | undefined;
  let printed = "";
  const note = (text: Buffer) => {
    log += text;
    printed += text;
  };
  site.stdout?.on("data", note);
  site.stderr?.on("data", note);
  const [origin] = await Promise.race([
    once(site, "message"),
    once(site, "exit").then(() => {
      throw new Lesson({
        found: `Next.js не запустился: ${quoted(faultIn(log)) || log.trim()}`,
        why: "Без него нет страниц: ни входа, ни заметок.",
        file: "next.config.ts",
      });
    }),
  ]);

  async function open(
    client: HttpClient,
    path: string,
    extra: Record<string, string> = {},
  ): Promise<Page> {
    log = "";
    const cookies = [...client.cookies].map((pair) => pair.join("="));
    const request = new Headers({ ...extra, cookie: cookies.join("; ") });
    const answer = await fetch(new URL(path, origin), {
      headers: request,
      redirect: "manual",
    });
    const { status, headers } = answer;
    const html = await answer.text();
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
  }

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
    // Nothing less ends a page in an endless loop.
    stop: () => site.kill("SIGKILL"),
  };
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
