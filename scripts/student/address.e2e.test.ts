import { networkInterfaces } from "node:os";
import getPort from "get-port";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser } from "../machine/browser.ts";
import { copyOf, whenSaid } from "./copy.ts";
import {
  account,
  addNote,
  deviceOf,
  fillIn,
  noteField,
  notesOn,
  register,
} from "./person.ts";
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

const ownNetwork = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === "IPv4" && !one.internal)?.address;

test.each(["127.0.0.1", "[::1]", ownNetwork ?? "127.0.0.1"])(
  "the site works at BETTER_AUTH_URL, at %s as at localhost",
  async (host) => {
    const site = await siteOf("solutions/bauth10", "address", {
      BETTER_AUTH_URL: `http://${host}:PORT`,
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
  },
);

test("a tunnel that keeps its own name beside ours is the site's address", async () => {
  const site = await siteOf("solutions/bauth10", "tunnel", {
    BETTER_AUTH_URL: "https://notes.example",
  });
  const [own, other] = await Promise.all(
    ["notes.example", "evil.example"].map((host) =>
      fetch(`http://localhost:3000/sign-up`, {
        headers: { accept: "text/html", "x-forwarded-host": host },
      }),
    ),
  );
  expect([own!.status, other!.status]).toEqual([200, 421]);
  expect(await other!.text()).toContain("https://notes.example");
  expect(site.origin).toBe("https://notes.example");
});

test("two labs on two ports keep their sessions apart", async () => {
  const first = await siteOf("solutions/bauth09", "first");
  const second = await siteOf("solutions/bauth10", "second");
  const page = await deviceOf(browser, first.origin);
  await register(page, account("Анна"), new URL(first.origin));
  const who = account("Борис");
  await fillIn(page, "/sign-up", who, second.origin);
  await noteField(page).waitFor();
  await page.goto(first.origin);
  await page.getByText("Анна").first().waitFor();
  await page.goto(`${second.origin}/notes`);
  await page.getByText("Здравствуйте, Борис!").waitFor();
});

test.each([
  ["-p", (port: string) => ({ args: ["-p", port], env: {} })],
  [
    "--port after npm's --",
    (port: string) => ({ args: ["--", "--port", port], env: {} }),
  ],
  ["PORT", (port: string) => ({ args: [], env: { PORT: port } })],
])("the port may be chosen: %s", async (_, choose) => {
  const port = String(await getPort());
  const { args, env } = choose(port);
  const lab = await copyOf("solutions/bauth04", "port");
  const site = lab.dev(args, env as Record<string, string>);
  onTestFinished(async () => {
    site.kill("SIGINT");
    await site;
  });
  expect(await whenSaid(site, "остановить")).toContain(
    `Сайт открыт: http://localhost:${port}`,
  );
  const answer = await fetch(`http://localhost:${port}/api/sign-up`, {
    method: "POST",
    body: "{}",
    headers: { origin: `http://localhost:${port}` },
  });
  expect(answer.status).toBe(400);
});

test.each([
  [["-p", "abc"], {}, "число от 1 до 65535"],
  [["--turbo"], {}, "понимает только порт"],
  [[], { PORT: "0" }, "число от 1 до 65535"],
])(
  "what the site does not understand is refused: %j %j",
  async (args, env, said) => {
    const lab = await copyOf("solutions/bauth04", "port");
    const { all, exitCode } = await lab.dev(
      args,
      env as Record<string, string>,
    );
    expect(all).toContain(said);
    expect(all).not.toContain("    at ");
    expect(exitCode).toBe(1);
  },
);

test("an address that is none is named", async () => {
  const lab = await copyOf("solutions/bauth04", "no-address");
  lab.clear(".env.local");
  lab.edit(".env.example", (text) =>
    text.replace("http://localhost:3000", "localhost"),
  );
  const { all, exitCode } = await lab.dev();
  expect(all).toContain("BETTER_AUTH_URL в .env.local — не адрес");
  expect(exitCode).toBe(1);
});

test("the site is built without any settings", async () => {
  const lab = await copyOf("solutions/bauth10", "build");
  lab.clear(".env.local");
  const { all, exitCode } = await lab.next("build");
  expect(all).toContain("/notes");
  expect(exitCode).toBe(0);
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
