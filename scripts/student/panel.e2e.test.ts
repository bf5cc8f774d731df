import { once } from "node:events";
import { readFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { Client } from "pg";
import type { Browser, Page } from "playwright-core";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  onTestFinished,
  test,
} from "vitest";
import { launchBrowser } from "../machine/browser.ts";
import {
  account,
  addNote,
  deviceOf,
  fillIn,
  inaccessible,
  noteField,
  notesOn,
} from "./person.ts";
import { openSite } from "./site.ts";

type Site = Awaited<ReturnType<typeof openSite>>;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("the finished application", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite("solutions/bauth10", "panel");
  });
  afterAll(() => site.stop());

  test("a session is watched from its beginning to its end", async () => {
    const page = await deviceOf(browser, site.origin);
    await page.goto("/");
    const [panel] = await Promise.all([
      page.waitForEvent("popup"),
      page
        .getByRole("link", { name: "Что было в последнем запросе" })
        .click(),
    ]);
    await choose(panel, "GET /");
    await sees(panel, "main", "Никого: cookie сессии не было");
    await sees(panel, "#browser", "cookie сессии нет");
    expect(await inaccessible(panel)).toEqual([]);

    const who = account("Анна");
    await fillIn(page, "/sign-up", who);
    await noteField(page).waitFor();
    await choose(panel, "POST /api/sign-up");
    await sees(panel, "main", "Сессия началась");
    for (const said of ["cookie поставлена", "HttpOnly", "SameSite=Lax"])
      await sees(panel, "#browser", said);
    for (const said of ["создана", who.name, who.email, "USER"])
      await sees(panel, "#database", said);
    await sees(panel, "#database", "insert sessions");
    const left = panel.locator("[data-until]");
    const first = await left.textContent();
    expect(first).toMatch(/^6 дн\. 23 ч/);
    await expect
      .poll(() => left.textContent(), { timeout: 30_000 })
      .not.toBe(first);
    expect(await inaccessible(panel)).toEqual([]);

    await panel
      .getByRole("button", { name: "Следить за последним" })
      .click();
    await addNote(page, "молоко");
    await notesOn(page).getByText("молоко").waitFor();
    await sees(panel, "h1", "/api/trpc/notes.list");
    await sees(panel, "#browser", "подпись верна");
    await sees(panel, "#server", `user: Анна · ${who.email} · USER`);
    await sees(panel, "#server", "дошло до данных: notes");

    await sql(
      site,
      "update sessions set expires_at = now() + interval '5 days'",
    );
    await page.request.get("/api/trpc/notes.list");
    await sees(panel, "main", "Сессия продлена");
    await sees(panel, "#database", "expires_at сдвинулся");

    await page.getByRole("button", { name: "Выйти" }).click();
    await page.getByRole("link", { name: "Войти" }).waitFor();
    await choose(panel, "POST /api/sign-out");
    await sees(panel, "#browser", "cookie очищена");
    await sees(panel, "#database", "удалена");
    expect(await inaccessible(panel)).toEqual([]);
  });

  test("a cookie that nobody signed here, and a session that is over", async () => {
    const page = await deviceOf(browser, site.origin);
    const panel = await deviceOf(browser, site.origin);
    await panel.goto("/_panel");
    const { request } = page;
    await request.post("/api/sign-up", {
      data: account("Борис"),
      headers: { origin: site.origin },
    });
    const { name, value } = await sessionCookie(page);
    const ask = (cookie: string) =>
      fetch(`${site.origin}/api/trpc/notes.list`, {
        headers: { cookie: `${name}=${cookie}` },
      });

    await ask(value.replace(/\..*/, `.${"a".repeat(43)}%3D`));
    await sees(panel, "#browser", "подпись не от этого сайта");
    await sees(panel, "#server", "user: null — никого");

    const token = decodeURIComponent(value).split(".")[0];
    await sql(site, `delete from sessions where token = '${token}'`);
    await ask(value);
    await sees(panel, "#database", "строки нет");
    expect(await panel.content()).not.toContain(token);
    const stream = await told(site, {}, "/_panel/events");
    expect(stream).toContain("/api/sign-up");
    expect(stream).not.toContain(token);
  });

  test("nobody but its own page, on this machine, is told", async () => {
    const strangers: Record<string, string>[] = [
      { host: "evil.example" },
      { host: `localhost:${site.port + 1}` },
      { "x-forwarded-for": "203.0.113.5" },
      { forwarded: "for=203.0.113.5" },
    ];
    for (const headers of strangers) {
      expect(await told(site, headers)).toContain("открывается только");
      expect(await told(site, headers, "/_panel/events")).toContain(
        "открывается только",
      );
    }
    for (const from of ["cross-site", "same-site", "none"])
      expect(
        await told(site, { "sec-fetch-site": from }, "/_panel/events"),
      ).toContain("открывается только");

    // A page of another origin: the one that says where the site is.
    const page = await deviceOf(browser, `http://127.0.0.1:${site.port}`);
    await page.goto("/");
    const read = page.evaluate(
      (url) => fetch(url).then(() => "read"),
      `${site.origin}/_panel/events`,
    );
    await expect(read).rejects.toThrow("Failed to fetch");
  });
});

test("the first lab, which has neither sessions nor users", async () => {
  const site = await openSite("labs/bauth01", "panel-first");
  onTestFinished(() => site.stop());
  const page = await deviceOf(browser, site.origin);
  const panel = await deviceOf(browser, site.origin);
  await panel.goto("/_panel");
  await sees(panel, "h1", "Запросов ещё не было");
  await page.goto("/");
  await noteField(page).waitFor();
  await sees(panel, "h1", "/api/trpc/notes.list");
  await sees(panel, "#server", "пользователь появится в нём в bauth07");
  await sees(panel, "#server", "дошло до данных: notes");

  await fetch(site.origin, {
    headers: { cookie: "better-auth.session_token=unsigned" },
  });
  await sees(panel, "#browser", "без подписи");
  await sees(panel, "#database", "она появится в bauth02");
  expect(await inaccessible(panel)).toEqual([]);
});

/** Looks at the newest of such requests. */
async function choose(panel: Page, request: string): Promise<void> {
  const lines = panel.locator("nav li button");
  const line = lines.filter({
    has: panel.getByText(request, { exact: true }),
  });
  await line.first().focus();
  await panel.keyboard.press("Enter");
  await sees(panel, "h1", request);
}

/** Waits until a part of the panel says so. */
async function sees(
  panel: Page,
  part: string,
  text: string,
): Promise<void> {
  await panel
    .locator(part)
    .filter({ hasText: text })
    .waitFor({ timeout: 20_000 });
}

/** Runs one SQL statement on the site's database. */
async function sql(site: Site, statement: string): Promise<void> {
  const client = new Client(
    readFileSync(join(site.lab.folder, ".data/url"), "utf8"),
  );
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function sessionCookie(page: Page) {
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name.endsWith("session_token"))!;
}

/** The beginning of an answer to somebody who asks with these headers. */
async function told(
  { port }: Site,
  headers: Record<string, string>,
  path = "/_panel",
): Promise<string> {
  const request = get({
    port,
    path,
    headers: {
      host: `localhost:${port}`,
      "sec-fetch-site": "same-origin",
      ...headers,
    },
  });
  const [response] = (await once(request, "response")) as [
    IncomingMessage,
  ];
  const [chunk] = await once(response, "data");
  request.destroy();
  return String(chunk);
}
