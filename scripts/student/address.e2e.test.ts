import { networkInterfaces } from "node:os";
import getPort from "get-port";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser } from "../machine/browser.ts";
import { whenSaid } from "../process/said.ts";
import { copyOf } from "./copy.ts";
import { account, addNote, deviceOf, fillIn, notesOn } from "./person.ts";
import { openSite } from "./site.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** As `openSite`, until the test is over. */
async function siteOf(...args: Parameters<typeof openSite>) {
  const site = await openSite(...args);
  onTestFinished(() => site.stop());
  return site;
}

/** An address of this machine that Next.js does not trust by itself. */
const host =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)
    ?.address ?? "127.0.0.1";

test("the site works at BETTER_AUTH_URL, and tells other browsers where that is", async () => {
  const site = await siteOf("solutions/bauth10", "address", {
    BETTER_AUTH_URL: `http://${host}:3000`,
  });
  expect(site.origin).toBe(`http://${host}:${site.port}`);
  const page = await deviceOf(browser, site.origin);
  await fillIn(page, "/sign-up", account("Анна"));
  await addNote(page, "по своему адресу");
  await notesOn(page).getByText("по своему адресу").waitFor();

  const elsewhere = `http://localhost:${site.port}`;
  const stray = await deviceOf(browser, elsewhere);
  const answer = await stray.goto("/sign-up");
  expect(answer?.status()).toBe(421);
  await stray.getByRole("link", { name: site.origin }).click();
  await stray.waitForURL(`${site.origin}/**`);
});

test("behind a tunnel, the name that the browser uses counts", async () => {
  const site = await siteOf("solutions/bauth10", "tunnel", {
    BETTER_AUTH_URL: "https://notes.example",
  });
  expect(site.origin).toBe("https://notes.example");
  const open = (headers: Record<string, string>) =>
    fetch(`http://localhost:${site.port}/sign-up`, {
      headers: { accept: "text/html", ...headers },
    });
  const own = await open({ "x-forwarded-host": "notes.example" });
  expect(own.status).toBe(200);
  for (const headers of [{ "x-forwarded-host": "evil.example" }, {}]) {
    const other = await open(headers as Record<string, string>);
    expect(other.status).toBe(421);
    expect(await other.text()).toContain("https://notes.example");
  }
});

test("two labs on two ports keep their sessions apart", async () => {
  const sites = [
    await siteOf("solutions/bauth04", "first"),
    await siteOf("solutions/bauth05", "second"),
  ];
  const { request } = await deviceOf(browser, "http://localhost");
  const people = [account("Анна"), account("Борис")];
  for (const [at, { origin }] of sites.entries())
    await request.post(`${origin}/api/sign-up`, {
      data: people[at],
      headers: { origin },
    });
  for (const [at, { origin }] of sites.entries()) {
    const answer = await request.get(`${origin}/api/auth/get-session`);
    expect((await answer.json()).user.email).toBe(people[at]!.email);
  }
});

test("the port may be chosen, and what is not understood is refused", async () => {
  const port = String(await getPort());
  const lab = await copyOf("solutions/bauth04", "port");
  const site = lab.dev([], { PORT: port });
  onTestFinished(async () => {
    site.kill("SIGINT");
    await site;
  });
  expect(await whenSaid(site, "остановить")).toContain(
    `Сайт открыт: http://localhost:${port}`,
  );
  const origin = `http://localhost:${port}`;
  const answer = await fetch(`${origin}/api/sign-up`, {
    method: "POST",
    body: "{}",
    headers: { origin },
  });
  expect(answer.status).toBe(400);

  const { all, exitCode } = await lab.dev(["--turbo"]);
  expect(all).toContain("понимает только порт");
  expect(all).not.toContain("    at ");
  expect(exitCode).toBe(1);
});

test("db:studio shows the database of the site that runs, or says what is missing", async () => {
  const site = await siteOf("solutions/bauth04", "studio");
  const port = await getPort();
  const studio = site.lab.command("db:studio", "--port", String(port));
  onTestFinished(async () => {
    studio.kill();
    await studio;
  });
  await whenSaid(studio, "up and running");
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ type: "init" }),
  });
  expect(await answer.text()).toContain("postgresql");
  studio.kill();
  await site.stop();
  const { all, exitCode } = await site.lab.command("db:studio");
  expect(all).toContain("запустите pnpm dev");
  expect(exitCode).toBe(1);
});
