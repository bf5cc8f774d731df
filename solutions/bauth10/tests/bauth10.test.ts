import { afterAll, beforeAll, describe, test } from "vitest";
import { inBrowser } from "../support/browser.ts";
import {
  sql,
  whileKeepingSessions,
  whileTableIsAway,
} from "../support/database.ts";
import { exchanges } from "../support/journal.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { anna, boris, registered } from "../support/people.ts";
import { secretIn, secretsOf } from "../support/secrets.ts";
import { type Page, startSite, type Site } from "../support/site.ts";
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

/** @param user whose page it is on which they leave */
const leave = (client: HttpClient, user?: string) =>
  inBrowser(
    client,
    async () => (await import("../src/app/leave.ts")).leave(),
    user,
  );

/** What became of the page, in words. */
function fateOf({ loaded, thrown }: { loaded?: string; thrown: unknown }) {
  if (thrown !== undefined) return `leave бросила исключение «${thrown}»`;
  return loaded
    ? `загружена страница ${loaded}`
    : "страница осталась прежней";
}

/** A browser without a network. */
class Offline extends HttpClient {
  override async fetch(): Promise<Response> {
    throw new TypeError("fetch failed");
  }
}

/** Names under which pages take an address, each with a hostile one. */
const queryWith = (value: string) =>
  new URLSearchParams(
    [
      ...["next", "to", "from", "url", "redirect", "redirectTo"],
      ...["redirectUrl", "callbackURL", "callbackUrl", "returnTo", "back"],
    ].map((name) => [name, value]),
  );

const EVIL = "https://evil.example/login";

/** Browsers keep the others for ever. */
const isForNow = ({ status }: Page) => [302, 303, 307].includes(status);

const KEPT =
  " Переход 308 (permanentRedirect) браузер запомнит навсегда и после входа или выхода уже не спросит: нужен временный, redirect.";

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

  test("имя на странице — текст, а не разметка", async () => {
    const name = "<img src=x onerror=alert(1)>";
    const email = "mallory@example.com";
    const client = await registered({ ...anna, name, email });
    const page = await site.open(client, "/notes");
    expectThat(page.status === 200 && !page.html.includes("<img src=x"), {
      found: `${page.found}; имя «${name}» стало ${page.html.includes("<img src=x") ? "картинкой" : "текстом"}`,
      why: "Имя человек придумал сам. Вставленное как HTML (dangerouslySetInnerHTML), оно выполнит свой скрипт на странице вошедшего. React выводит {name} текстом.",
      file: NOTES,
    });
  });

  test("в страницу не попадает запись сессии", async () => {
    const page = await site.open(await registered(anna), "/notes");
    const [session] = await sql("select id, token from sessions");
    const carried = ["token", "id"].filter((column) =>
      page.html.includes(session![column]),
    );
    expectThat(page.status === 200 && carried.length === 0, {
      found: `${page.found}; в её HTML из таблицы sessions: ${carried.join(", ")}`,
      why: "Cookie с HttpOnly скрипту не прочесть, а HTML он читает весь — и то, что передано компоненту с «use client». Отдавайте ему имя, а не сессию целиком.",
      file: NOTES,
    });
  });

  test("страница заметок без сессии ведёт на вход", async () => {
    const page = await site.open(new HttpClient(), "/notes");
    expectThat(page.redirect === "/sign-in" && isForNow(page), {
      found: page.found,
      why: `Анониму здесь нечего показать. Отправляет его сервер, до первого байта страницы: скрипт в браузере можно отключить.${page.redirect ? KEPT : ""}`,
      file: NOTES,
    });
  });

  test("страница решает сама, и когда layout у браузера уже есть", async () => {
    const client = await registered(anna);
    const again = await site.visit(client, "/notes");
    await sql("delete from sessions");
    const page = await again();
    expectThat(page.redirect === "/sign-in", {
      found: `переход внутри приложения после конца сессии: ${page.found}`,
      why: "При таком переходе router просит у сервера только страницу: layout у него остался с прошлого раза, и его код не выполняется. Проверка, которая стоит лишь в layout, пропускает. Спросите сессию в самой странице.",
      file: NOTES,
    });
  });

  test("поддельная cookie страницу заметок не открывает", async () => {
    const client = new HttpClient();
    client.cookies.set(COOKIE, "made.up");
    await registered(anna);
    const [user] = await sql("select id from users");
    const page = await site.open(client, "/notes", {
      authorization: `Bearer ${user!.id}`,
      "x-shown-user": user!.id,
      "x-user": user!.id,
      "x-user-id": user!.id,
    });
    expectThat(page.redirect === "/sign-in", {
      found: page.found,
      why: "Cookie с нужным именем и заголовок с чужим id может написать кто угодно. proxy.ts видит только её; решать должна страница, спросив базу.",
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
    const [owner] = await sql("select id from users");
    const client = await registered(anna);
    const query = new URLSearchParams(
      ["id", "user", "userId", "owner", "ownerId", "author"].map(
        (name) => [name, owner!.id],
      ),
    );
    const look = async (who: string, path: string) => {
      const page = await site.open(client, path);
      const leaked = [secret, boris.email, boris.name].filter((text) =>
        page.html.includes(text),
      );
      expectThat(page.status === 200 && leaked.length === 0, {
        found: leaked.length
          ? `в HTML страницы, которую открыла ${who}: ${leaked.join(", ")}`
          : page.found,
        why: "Всё, что ушло в браузер, человек прочтёт, даже если скрипт это прячет. Кому что можно, решает access layer на сервере — по сессии, а не по адресу страницы и не по роли.",
        file: NOTES,
      });
    };
    await look("Анна", "/notes");
    await look("Анна, с id Бориса в адресе", `/notes?${query}`);
    await sql("update users set role = 'ADMIN' where email = $1", [
      anna.email,
    ]);
    await look("Анна с ролью ADMIN", "/notes");
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
      const client = await registered(anna);
      for (const role of ["USER", "ADMIN"]) {
        await sql("update users set role = $1", [role]);
        const page = await site.open(client, path);
        expectThat(page.redirect === "/notes" && isForNow(page), {
          found: `с ролью ${role} ${page.found}`,
          why: `Сессия уже есть: ещё один вход только создаст лишнюю.${page.redirect ? KEPT : ""}`,
          file,
        });
      }
    });

    test(`${path}: на чужой сайт по адресу из запроса не ведёт`, async () => {
      const client = await registered(anna);
      for (const target of [
        EVIL,
        "//evil.example/login",
        "javascript:alert(1)",
      ]) {
        const query = `?${queryWith(target)}`;
        const page = await site.open(client, path + query, {
          referer: EVIL,
        });
        expectThat(page.redirect?.startsWith("/") === true, {
          found: `с сессией, ${path}?next=${target} — ответ ${page.status}, переход на ${page.redirect}`,
          why: "Ссылку на ваш вход может прислать кто угодно, с любым адресом в конце. Человек введёт пароль у вас, а окажется на копии сайта, которая спросит его ещё раз (open redirect).",
          file,
        });
      }
      const page = await site.open(
        new HttpClient(),
        path + `?${queryWith(EVIL)}`,
      );
      // In the address, which Next.js repeats, it is written otherwise.
      expectThat(page.status === 200 && !page.html.includes(EVIL), {
        found: `${page.found}; в ней — адрес ${EVIL} из запроса`,
        why: "Форма откроет после входа страницу, адрес которой дал посторонний, а с «javascript:» выполнит его код. Куда идти после входа, знает сама страница.",
        file,
      });
    });

    test(`${path}: после истечения срока снова показывает форму`, async () => {
      const client = await registered(anna);
      await site.open(client, path);
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
    const visit = await leave(client);
    const left = await sql("select id from sessions");
    expectThat(visit.loaded === "/" && left.length === 0, {
      found: `${fateOf(visit)}; сессий в базе: ${left.length}`,
      why: "Заметки ещё на экране и в памяти router. Полная загрузка стирает и то и другое — кнопка «Назад» их не вернёт.",
      file: LEAVE,
    });
  });

  test("страница уходит только после ответа сервера", async () => {
    const visit = await leave(await registered(anna));
    expectThat(!visit.hurried, {
      found: `${fateOf(visit)}, а ответа на запрос о выходе ещё нет`,
      why: "Вместе со страницей браузер бросит и её запрос: сессия может остаться жить. Сначала await, потом переход.",
      file: LEAVE,
    });
  });

  test("сервер не завершил сессию — страница остаётся и говорит почему", async () => {
    const client = await registered(anna);
    const elsewhere = copyOf(client, "https://evil.example");
    const failures = [
      ["отказ 403", await leave(elsewhere)],
      [
        "база не удалила строку",
        await whileKeepingSessions(() => leave(client)),
      ],
      ["сеть пропала", await leave(new Offline())],
    ] as const;
    for (const [what, visit] of failures) {
      const said = visit.result?.message;
      expectThat(Boolean(said) && visit.loaded === undefined, {
        found: `${what}: ${fateOf(visit)}; человеку сказано: ${said ?? "ничего"}`,
        why: "Человек, который думает, что вышел, отойдёт от компьютера. Пока сервер не согласился, сессия жива.",
        file: LEAVE,
      });
    }
  });

  test("вкладка Анны не выводит Бориса, который вошёл в другой вкладке", async () => {
    await registered(anna);
    const [shown] = await sql("select id from users");
    const client = await registered(boris);
    const visit = await leave(client, shown!.id);
    const { status } = await client.get("/api/me");
    expectThat(status === 200 && visit.loaded === undefined, {
      found: `страница показывает Анну, а cookie уже Бориса: ${fateOf(visit)}; Борис получает ${status}`,
      why: "Cookie у всех вкладок одна. Чью страницу видит человек, сервер узнаёт из заголовка, который добавляет post; запрос мимо post его не несёт.",
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

  test("сайт не печатает пароль, token и cookie", () => {
    const secret = secretIn(site.printed(), secretsOf(exchanges()));
    expectThat(secret === undefined, {
      found: `сайт напечатал ${secret}`,
      why: "Журнал сервера читают многие. С token из него войдут под чужим именем; console.log с сессией, который помогал искать ошибку, уберите.",
      file: NOTES,
    });
  });

  // Now the log may tell more: which query failed, and with which values.
  test("база недоступна — это не «вы не вошли»", async () => {
    const client = await registered(anna);
    const pages = await whileTableIsAway("sessions", async () => [
      { file: NOTES, page: await site.open(client, "/notes") },
      { file: forms[0]!.file, page: await site.open(client, "/sign-in") },
    ]);
    for (const { file, page } of pages) {
      expectThat(page.status >= 500, {
        found: `таблица sessions недоступна; ${page.found}`,
        why: "Спросить, вошёл ли человек, не удалось — это не ответ «не вошёл». Кто превращает ошибку в null, выгоняет всех на страницу входа при каждом сбое базы.",
        file: `${file}, src/app/page-session.ts`,
      });
    }
  });

  leakTests(NOTES);
});
