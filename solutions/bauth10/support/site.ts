import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { remember } from "./faults.ts";
import { Lesson } from "./lesson.ts";
import { faultIn } from "./site-log.ts";
import type { HttpClient } from "./http-client.ts";

/**
 * The application under Next.js itself: its pages. Their database and secret
 * are those of the tests' own server, so a session of one is one of both.
 */
export type Site = {
  /** Opens a page with the client's cookies. */
  open(client: HttpClient, path: string): Promise<Page>;
  stop(): void;
};

/** A page as a browser gets it. */
export type Page = {
  status: number;
  /** The path it sends the browser to, if any. */
  redirect: string | undefined;
  html: string;
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
  site.stdout?.on("data", (text) => (log += text));
  site.stderr?.on("data", (text) => (log += text));
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
  return {
    async open(client, path) {
      log = "";
      const cookie = [...client.cookies].map((pair) => pair.join("="));
      const answer = await fetch(new URL(path, origin), {
        headers: { cookie: cookie.join("; ") },
        redirect: "manual",
      });
      const { status, headers } = answer;
      const html = await answer.text();
      const target = headers.get("location");
      const redirect = target
        ? new URL(target, origin).pathname
        : undefined;
      return {
        status,
        redirect,
        html,
        found: [
          `${path} — ответ ${status}`,
          redirect && `переход на ${redirect}`,
          status === 200 && `страница «${titleOf(html)}»`,
          status >= 500 && quoted(faultIn(log)),
        ]
          .filter(Boolean)
          .join(", "),
      };
    },
    stop: () => site.disconnect(),
  };
}

function titleOf(html: string): string {
  return /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? "без заголовка";
}

/** As an answer of the tests' own server names it; see support/lesson.ts. */
function quoted(fault: Error | undefined): string {
  return fault ? `исключение «${remember(fault).message}»` : "";
}
