import { afterAll, beforeAll, describe, test } from "vitest";
import { inBrowser } from "../support/browser.ts";
import { sql } from "../support/database.ts";
import { expectThat } from "../support/lesson.ts";
import { anna, boris, registered } from "../support/people.ts";
import { startSite, type Site } from "../support/site.ts";
import { HttpClient } from "../support/http-client.ts";

const NOTES = "src/app/notes/page.tsx";
const LEAVE = "src/app/leave.ts";
const COOKIE = "better-auth.session_token";

const forms = [
  { path: "/sign-in", file: "src/app/sign-in/page.tsx" },
  { path: "/sign-up", file: "src/app/sign-up/page.tsx" },
];

const expireSessions = () =>
  sql("update sessions set expires_at = now() - interval '1 minute'");

/** The same cookies in another browser, or on a page of another site. */
function copyOf(client: HttpClient, origin?: string): HttpClient {
  const copy = new HttpClient(origin);
  client.cookies.forEach((value, name) => copy.cookies.set(name, value));
  return copy;
}

const leave = (client: HttpClient) =>
  inBrowser(client, async () =>
    (await import("../src/app/leave.ts")).leave(),
  );

// Next.js may compile once more what it has noticed only now.
describe("bauth10", { meta: { limit: 20 } }, () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    // Next.js compiles a page when it is first asked for.
    for (const path of ["/notes", "/sign-in", "/sign-up"])
      await site.open(new HttpClient(), path);
  }, 90_000);
  afterAll(() => site?.stop());

  test("с сессией страница заметок открывается и называет пользователя", async () => {
    const page = await site.open(await registered(anna), "/notes");
    const [main = ""] = /<main.*<\/main>/s.exec(page.html) ?? [];
    const isNamed = main.includes(anna.name);
    expectThat(page.status === 200 && isNamed, {
      found: `${page.found}; имя «${anna.name}» на ней ${isNamed ? "есть" : "не названо"}`,
      why: "Страница — такой же участник запроса, как router: пользователя она узнаёт из сессии, а не из браузера.",
      file: NOTES,
    });
  });

  test("страница говорит, чья она: её запросы не подействуют за другого", async () => {
    const page = await site.open(await registered(anna), "/notes");
    const [user] = await sql("select id from users");
    expectThat(page.html.includes(`data-user="${user!.id}"`), {
      found: `${page.found}; data-user: ${/data-user="[^"]*"/.exec(page.html)?.[0] ?? "нет"}`,
      why: "Cookie у всех вкладок одна. Если в другой вкладке войдёт другой человек, сервер узнает по этой отметке, что страница показывает прежнего, и откажет.",
      file: "src/app/layout.tsx",
    });
  });

  test("страница заметок без сессии ведёт на вход", async () => {
    const page = await site.open(new HttpClient(), "/notes");
    expectThat(page.redirect === "/sign-in", {
      found: page.found,
      why: "Анониму здесь нечего показать. Отправляет его сервер, до первого байта страницы: скрипт в браузере можно отключить.",
      file: NOTES,
    });
  });

  test("поддельная cookie страницу заметок не открывает", async () => {
    const client = new HttpClient();
    client.cookies.set(COOKIE, "made.up");
    const page = await site.open(client, "/notes");
    expectThat(page.redirect === "/sign-in", {
      found: page.found,
      why: "Cookie с нужным именем может написать кто угодно. proxy.ts видит только её; решать должна страница, спросив базу.",
      file: NOTES,
    });
  });

  test("истёкшая сессия страницу заметок не открывает", async () => {
    const client = await registered(anna);
    await site.open(client, "/notes");
    await expireSessions();
    const page = await site.open(client, "/notes");
    expectThat(page.redirect === "/sign-in", {
      found: `после истечения срока ${page.found}`,
      why: "Срок сессии проверяется в одном месте — в getSession. Кто хранит ответ у себя, пускает и после срока.",
      file: NOTES,
    });
  });

  test("на странице нет ничего чужого", async () => {
    const secret = "пин-код Бориса";
    await (
      await registered(boris)
    ).mutate("notes.create", {
      text: secret,
    });
    const page = await site.open(await registered(anna), "/notes");
    const leaked = [secret, boris.email].filter((text) =>
      page.html.includes(text),
    );
    expectThat(page.status === 200 && leaked.length === 0, {
      found: leaked.length
        ? `в HTML страницы Анны: ${leaked.join(", ")}`
        : page.found,
      why: "Всё, что ушло в браузер, человек прочтёт, даже если скрипт это прячет. Кому что можно, решает access layer на сервере.",
      file: NOTES,
    });
  });

  describe.each(forms)("$path", ({ path, file }) => {
    test(`${path}: без сессии показывает форму`, async () => {
      const page = await site.open(new HttpClient(), path);
      expectThat(page.status === 200 && page.html.includes("<form"), {
        found: page.found,
        why: "Сюда приходит тот, у кого сессии нет. Если увести его и отсюда, браузер будет ходить по кругу.",
        file,
      });
    });

    test(`${path}: с сессией ведёт к заметкам`, async () => {
      const page = await site.open(await registered(anna), path);
      expectThat(page.redirect === "/notes", {
        found: page.found,
        why: "Сессия уже есть: ещё один вход только создаст лишнюю.",
        file,
      });
    });

    test(`${path}: после истечения срока снова показывает форму`, async () => {
      const client = await registered(anna);
      await expireSessions();
      const page = await site.open(client, path);
      expectThat(page.status === 200 && page.html.includes("<form"), {
        found: page.found,
        why: "Cookie ещё в браузере, а сессии уже нет. Кто смотрит на cookie, гоняет человека по кругу между двумя страницами.",
        file,
      });
    });
  });

  test("выход открывает главную страницу заново, с полной загрузкой", async () => {
    const client = await registered(anna);
    const { loaded } = await leave(client);
    const left = await sql("select id from sessions");
    expectThat(loaded === "/" && left.length === 0, {
      found: `${loaded ? `загружена страница ${loaded}` : "страница осталась прежней"}; сессий в базе: ${left.length}`,
      why: "Заметки ещё на экране и в памяти router. Полная загрузка стирает и то и другое — кнопка «Назад» их не вернёт.",
      file: LEAVE,
    });
  });

  test("сервер не завершил сессию — страница остаётся и говорит почему", async () => {
    const client = await registered(anna);
    const elsewhere = copyOf(client, "https://evil.example");
    const { result, loaded } = await leave(elsewhere);
    expectThat(Boolean(result) && loaded === undefined, {
      found: `${loaded ? `загружена страница ${loaded}` : "страница осталась прежней"}; человеку сказано: ${result?.message ?? "ничего"}`,
      why: "Человек, который думает, что вышел, отойдёт от компьютера. Пока сервер не согласился, сессия жива.",
      file: LEAVE,
    });
  });

  test("после выхода ни страница, ни данные по старой cookie не открываются", async () => {
    const client = await registered(anna);
    const copy = copyOf(client);
    await site.open(copy, "/notes");
    await leave(client);
    const page = await site.open(copy, "/notes");
    const list = await copy.query("notes.list");
    expectThat(page.redirect === "/sign-in" && list.status === 401, {
      found: `${page.found}; notes.list — ${list.found}`,
      why: "Выход удалил строку сессии. Кто запомнил пользователя мимо базы, пускает и после выхода.",
      file: NOTES,
    });
  });

  test("весь путь: регистрация, заметка, конец срока, вход, выход", async () => {
    const client = new HttpClient();
    const steps: [string, boolean, string][] = [];
    const request = async (
      name: string,
      answer: Promise<{ status: number; found: string }>,
      expected: number,
    ) => {
      const { status, found } = await answer;
      steps.push([name, status === expected, found]);
    };
    const page = async (name: string, redirect: string | undefined) => {
      const opened = await site.open(client, "/notes");
      steps.push([name, opened.redirect === redirect, opened.found]);
    };

    await page("страница до регистрации ведёт на вход", "/sign-in");
    await request("регистрация", client.post("/api/sign-up", anna), 200);
    await page("страница после регистрации открыта", undefined);
    await request(
      "своя заметка",
      client.mutate("notes.create", { text: "купить молоко" }),
      200,
    );
    await expireSessions();
    await request("после срока — 401", client.query("notes.list"), 401);
    await page("страница после срока ведёт на вход", "/sign-in");
    await request("вход", client.post("/api/sign-in", anna), 200);
    const list = await client.query("notes.list");
    steps.push([
      "заметка на месте",
      list.text.includes("купить молоко"),
      list.found,
    ]);
    await request("выход", client.post("/api/sign-out", {}), 200);
    await request("после выхода — 401", client.query("notes.list"), 401);
    await page("страница после выхода ведёт на вход", "/sign-in");

    const broken = steps.find(([, done]) => !done);
    expectThat(!broken, {
      found: broken ? `«${broken[0]}»: ${broken[2]}` : "",
      why: "Это вся жизнь сессии, от регистрации до выхода. Каждое звено вы сделали сами; здесь они должны сойтись.",
      file: NOTES,
    });
  });
});
