import axe, { type AxeResults } from "axe-core";
import type {
  Browser,
  BrowserContextOptions,
  Page,
} from "playwright-core";
import { expect, onTestFinished } from "vitest";

/** Somebody whom the tests register. */
export type Account = { name: string; email: string; password: string };

let accounts = 0;

/** An account that nobody has yet. */
export function account(name: string): Account {
  accounts += 1;
  return {
    name,
    email: `person${accounts}@example.com`,
    password: `correct horse ${accounts}`,
  };
}

/**
 * A browser of somebody's own, with one tab. It closes with the test, which
 * fails if a script of the site has thrown.
 *
 * @param faults what may be thrown, because the test breaks something
 */
export async function deviceOf(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
  faults: string[] = [],
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: "ru",
    ...options,
  });
  const thrown: string[] = [];
  context.on("weberror", (event) => {
    const { message } = event.error();
    if (!faults.includes(message)) thrown.push(message);
  });
  onTestFinished(async () => {
    await context.close();
    expect(thrown).toEqual([]);
  });
  return context.newPage();
}

/** One more tab of the same browser. */
export function tabOf(page: Page): Promise<Page> {
  return page.context().newPage();
}

/**
 * Fills in the form of a page, and sends it when its script is there.
 *
 * @param origin of another site than the one that the page is on
 */
export async function fillIn(
  page: Page,
  path: "/sign-up" | "/sign-in",
  { name, email, password }: Account,
  origin = "",
): Promise<void> {
  await page.goto(origin + path);
  if (path === "/sign-up") await page.getByLabel("Имя").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Пароль").fill(password);
  await page.locator("form button").click();
}

/**
 * Opens an account as the form does, only sooner, and waits for the notes.
 *
 * @param home address of the page with the notes
 */
export async function register(
  page: Page,
  who: Account,
  home: URL,
): Promise<void> {
  const answer = await page.request.post("/api/sign-up", {
    data: who,
    headers: { origin: home.origin },
  });
  expect(answer.status()).toBe(200);
  await page.goto(home.href);
  await noteField(page).waitFor();
}

/** Where a note is written. */
export const noteField = (page: Page) => page.getByLabel("Новая заметка");

/** Writes a note and presses the button. */
export async function addNote(page: Page, text: string): Promise<void> {
  await noteField(page).fill(text);
  await page.getByRole("button", { name: "Добавить" }).click();
}

/** The notes that the page shows, once it has said what came of a change. */
export const notesOn = (page: Page) => page.locator("ul.notes .text");

/** What the page says went wrong. */
export const problemOn = (page: Page) =>
  page.locator("[role=alert] .problem").first();

/** What axe finds on a page: WCAG 2.2 AA and its best practices. */
export async function inaccessible(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((): Promise<AxeResults> =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
    }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
  );
}
