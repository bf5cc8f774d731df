import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stepIds } from "../course/steps.ts";
import { launchBrowser } from "../machine/browser.ts";
import { deploy, type Deployed } from "./deployed.ts";
import {
  type Account,
  account,
  addNote,
  deviceOf,
  fillIn,
  inaccessible,
  noteField,
  notesOn,
  problemOn,
  register,
  tabOf,
} from "./person.ts";

const from = (first: string) => (id: string) => id >= first;
const ids = stepIds().filter(from("bauth04"));

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(ids)("solutions/%s in a browser", (id) => {
  let site: Deployed;
  const home = id === "bauth10" ? "/notes" : "/";
  const device = (options = {}, faults: string[] = []) =>
    deviceOf(browser, site.origin, options, faults);
  /** Registers somebody and shows them their notes. */
  const enter = (page: Page, who: Account) =>
    register(page, who, new URL(home, site.origin));
  /** What a site can do from a step on; before, there is nothing to test. */
  const since = (first: string) => (from(first)(id) ? test : () => {});

  beforeAll(async () => {
    // As a shell may have it, from wherever.
    vi.stubEnv("DEV_PANEL", "http://localhost:3000/_panel");
    site = await deploy(`solutions/${id}`, `walk-${id}`);
  });
  afterAll(() => site.stop());

  test("the keyboard alone is enough to register, to write and to delete", async () => {
    const page = await device();
    const who = account("Анна");
    await page.goto("/sign-up");
    expect(await inaccessible(page)).toEqual([]);
    await page.locator("form button:enabled").waitFor();
    await tabTo(page, "Имя");
    for (const text of [who.name, who.email, who.password]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await noteField(page).waitFor();
    expect(new URL(page.url()).pathname).toBe(home);

    await tabTo(page, "Новая заметка");
    await page.keyboard.type("молоко");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Заметка добавлена.").waitFor();
    expect(await notesOn(page).allTextContents()).toEqual(["молоко"]);
    expect(await focused(page)).toBe("Новая заметка");
    expect(await inaccessible(page)).toEqual([]);

    await tabTo(page, "Удалить заметку «молоко»");
    await page.keyboard.press("Enter");
    await page.getByText("Заметка удалена.").waitFor();
    expect(await notesOn(page).allTextContents()).toEqual([]);
    expect(await focused(page)).toBe("Сохранённые заметки");
  });

  // The form is the same file from its first lab to the last one.
  const atTheEnds = ["bauth04", "bauth10"].includes(id) ? test : () => {};

  atTheEnds(
    "a mistake is told at its field, and nothing typed is lost",
    async () => {
      const who = account("Анна");
      await enter(await device(), who);
      const page = await device();
      for (const [form, label, message] of [
        [who, "E-mail", "Этот e-mail уже занят"],
        [
          { ...who, password: "1234567" },
          "Пароль",
          "Пароль слишком короткий",
        ],
        [{ ...who, name: "\u200b" }, "Имя", "Введите имя"],
      ] as const) {
        await fillIn(page, "/sign-up", form);
        await problemOn(page).waitFor();
        const field = page.getByLabel(label);
        await expect.poll(() => focused(page)).toBe(label);
        expect(await field.getAttribute("aria-invalid")).toBe("true");
        const [described] = (await field.getAttribute("aria-describedby"))!
          .split(" ")
          .slice(0, 1);
        expect(
          await page.locator(`#${described}`).textContent(),
        ).toContain(message);
        expect(await page.getByLabel("E-mail").inputValue()).toBe(
          form.email,
        );
        expect(await inaccessible(page)).toEqual([]);
      }
    },
  );

  test("without JavaScript the page says so, and sends nothing", async () => {
    const page = await device({ javaScriptEnabled: false });
    for (const path of ["/sign-up", home]) {
      await page.goto(path);
      expect(await page.locator("noscript").textContent()).toContain(
        "JavaScript",
      );
    }
    await page.goto("/sign-up");
    expect(await page.locator("form button").isDisabled()).toBe(true);
  });

  atTheEnds(
    "a form that is filled in before its script has come loses nothing",
    async () => {
      const page = await device();
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      await page.route(/_next\/.*\.js/, async (route) => {
        await released;
        await route.continue();
      });
      const who = account("Анна");
      await page.goto("/sign-up", { waitUntil: "commit" });
      await page.getByLabel("Имя").fill(who.name);
      await page.getByLabel("E-mail").fill(who.email);
      await page.getByLabel("Пароль").fill(who.password);
      await page.keyboard.press("Enter");
      release();
      await page.locator("form button:enabled").waitFor();
      expect(await page.getByLabel("Имя").inputValue()).toBe(who.name);
      await page.keyboard.press("Enter");
      await noteField(page).waitFor();
    },
  );

  atTheEnds("the panel of development stays at home", async () => {
    const page = await device();
    await page.goto("/");
    await page.getByRole("link", { name: "Заметки" }).waitFor();
    expect(await page.content()).not.toContain("_panel");
    for (const path of ["/_panel", "/_panel/events"])
      expect((await page.request.get(path)).status()).toBe(404);
  });

  since("bauth05")("two devices of one person", async () => {
    const who = account("Анна");
    const laptop = await device();
    const phone = await device({ viewport: { width: 390, height: 844 } });
    await enter(laptop, who);
    await fillIn(phone, "/sign-in", {
      ...who,
      password: "wrong password",
    });
    await problemOn(phone).waitFor();
    expect(await problemOn(phone).textContent()).toBe(
      "Неверный e-mail или пароль",
    );
    expect(await focused(phone)).toBe("E-mail");
    await fillIn(phone, "/sign-in", who);
    await noteField(phone).waitFor();
    expect(await inaccessible(phone)).toEqual([]);
    await addNote(phone, `с телефона ${id}`);
    await notesOn(phone).getByText(`с телефона ${id}`).waitFor();
    await laptop.reload();
    await notesOn(laptop).getByText(`с телефона ${id}`).waitFor();
  });

  since("bauth06")(
    "guesses count at every door of an account",
    async () => {
      const { request } = await device();
      const who = account("Анна");
      const guess = async (path: string, password: string) => {
        const answer = await request.post(path, {
          data: { ...who, password },
          headers: { origin: site.origin },
        });
        return answer.status();
      };
      expect(await guess("/api/sign-up", who.password)).toBe(200);
      for (let times = 0; times < 5; times += 1) {
        for (const path of ["/api/sign-in", "/api/auth/sign-in/email"])
          await guess(path, "wrong password");
      }
      expect(await guess("/api/sign-in", who.password)).toBe(429);
      expect(await guess("/api/auth/sign-in/email", who.password)).toBe(
        429,
      );
    },
  );

  since("bauth06")(
    "a broken server is not a stranger at the door, and keeps its SQL to itself",
    async () => {
      const page = await device({}, ["Сессия не прочитана"]);
      await enter(page, account("Анна"));
      await page.getByText("Анна").first().waitFor();
      await site.sql("alter table sessions rename to sessions_away");
      try {
        for (const path of ["/api/me", "/api/trpc/notes.list", home]) {
          const answer = await page.request.get(path);
          expect(await answer.text()).not.toMatch(/select|expires_at/i);
        }
        await page.goto(home, { waitUntil: "networkidle" });
        const ways = page.getByRole("link", { name: "Войти" });
        expect(await ways.count()).toBe(0);
      } finally {
        await site.sql("alter table sessions_away rename to sessions");
      }
    },
  );

  since("bauth07")("two people see their own notes only", async () => {
    const [first, second] = [await device(), await device()];
    await enter(first, account("Анна"));
    await enter(second, account("Борис"));
    await addNote(first, "заметка Анны");
    await notesOn(first).getByText("заметка Анны").waitFor();
    await second.reload();
    await noteField(second).waitFor();
    expect(await notesOn(second).allTextContents()).toEqual([]);
  });

  since("bauth07")(
    "a session that ends while one writes leaves the text",
    async () => {
      const who = account("Анна");
      const page = await device();
      await enter(page, who);
      await addNote(page, "первая");
      await notesOn(page).getByText("первая").waitFor();
      await noteField(page).fill("долго писала");
      await endSessions(site, who, id);
      await page.getByRole("button", { name: "Добавить" }).click();
      await problemOn(page).waitFor();
      expect(await noteField(page).inputValue()).toBe("долго писала");
      expect(await notesOn(page).allTextContents()).toEqual([]);

      const [tab] = await Promise.all([
        page.context().waitForEvent("page"),
        page
          .getByRole("link", { name: "Войдите в новой вкладке" })
          .click(),
      ]);
      await tab.locator("form button:enabled").waitFor();
      await fillIn(tab, "/sign-in", who);
      await noteField(tab).waitFor();
      await page.bringToFront();
      await page.getByRole("button", { name: "Добавить" }).click();
      await notesOn(page).getByText("долго писала").waitFor();
      expect(await noteField(page).inputValue()).toBe("");
    },
  );

  since("bauth07")(
    "a tab never acts for somebody else than it shows",
    async () => {
      const page = await device();
      await enter(page, account("Анна"));
      await page.getByText("Анна").first().waitFor();
      const other = await tabOf(page);
      // As a sign-out would; before bauth09 there is no button for it.
      await page.context().clearCookies();
      await enter(other, account("Борис"));
      await page.bringToFront();
      await addNote(page, "в чужой список");
      await problemOn(page).waitFor();
      expect(await problemOn(page).textContent()).toContain(
        "другой человек",
      );
      expect(await noteField(page).inputValue()).toBe("в чужой список");
      await other.reload();
      await noteField(other).waitFor();
      expect(await notesOn(other).allTextContents()).toEqual([]);

      if (from("bauth09")(id)) {
        await page.getByRole("button", { name: "Выйти" }).click();
        await page.locator("nav .problem").waitFor();
        await other.reload();
        await other.getByText("Борис").first().waitFor();
      }
      await page
        .getByRole("button", { name: "Обновить страницу" })
        .click();
      await page.getByText("Борис").first().waitFor();
    },
  );

  since("bauth09")(
    "signing out ends one device, and only when it is true",
    async () => {
      const who = account("Анна");
      const [page, phone] = [await device(), await device()];
      await enter(page, who);
      await addNote(page, "тайна");
      await notesOn(page).getByText("тайна").waitFor();
      await fillIn(phone, "/sign-in", who);
      await noteField(phone).waitFor();
      const button = page.getByRole("button", { name: "Выйти" });

      await site.sql(
        "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'диск переполнен'; end $$",
      );
      await site.sql(
        "create trigger refuse before delete on sessions for each row execute function refuse()",
      );
      await button.focus();
      await page.keyboard.press("Enter");
      await page.locator("nav .problem").waitFor();
      expect(await page.locator("nav .problem").textContent()).toMatch(
        /Выйти не удалось/,
      );
      expect(await focused(page)).toBe("Выйти");
      await site.sql("drop function refuse cascade");
      await page.reload();
      await notesOn(page).getByText("тайна").waitFor();

      const tab = await tabOf(page);
      await tab.goto(home);
      await noteField(tab).fill("в другой вкладке");
      await page.bringToFront();
      await button.click();
      await page.getByRole("link", { name: "Войти" }).waitFor();
      await page.goBack();
      expect(await notesOn(page).count()).toBe(0);
      await tab.bringToFront();
      await tab.getByRole("button", { name: "Добавить" }).click();
      await problemOn(tab).waitFor();
      expect(await noteField(tab).inputValue()).toBe("в другой вкладке");
      expect(await notesOn(tab).count()).toBe(0);
      await phone.reload();
      await notesOn(phone).getByText("тайна").waitFor();
    },
  );

  since("bauth10")("a page asks once whose it is", async () => {
    const page = await device();
    await enter(page, account("Анна"));
    const before = await site.readsOf("sessions");
    const answer = await page.request.get("/notes");
    expect(await answer.text()).toContain("Здравствуйте");
    expect(await site.readsOf("sessions")).toBe(before + 1);
  });

  since("bauth10")("pages open for those who are signed in", async () => {
    const page = await device();
    await page.goto("/notes");
    await page.waitForURL("**/sign-in");
    await enter(page, account("Анна"));
    await page.getByText("Здравствуйте, Анна!").waitFor();
    for (const path of ["/sign-in", "/sign-up"]) {
      await page.goto(path);
      await page.waitForURL("**/notes");
    }
    await page.goto("/");
    expect(await inaccessible(page)).toEqual([]);
  });
});

/** From bauth08 on by their time, before by being deleted. */
async function endSessions(
  site: Deployed,
  { email }: Account,
  id: string,
) {
  const those = "where user_id = (select id from users where email = $1)";
  await site.sql(
    from("bauth08")(id)
      ? `update sessions set expires_at = now() - interval '1 second' ${those}`
      : `delete from sessions ${those}`,
    [email],
  );
}

/** The name of what has the focus, as a screen reader would say it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement;
    return (
      element.ariaLabel ??
      element.labels?.[0]?.textContent ??
      element.textContent ??
      ""
    );
  });
}

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never comes to «${name}»`);
}
