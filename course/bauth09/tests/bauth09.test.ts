import { describe, test } from "vitest";
import {
  sql,
  whileKeepingSessions,
  whileTableIsAway,
} from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { whileSessionsGetLost } from "../support/lost-sessions.ts";
import { foreignOrigins, SITE } from "../support/origins.ts";
import { anna, boris, registered, signedIn } from "../support/people.ts";
import { type Answer, HttpClient } from "../support/http-client.ts";

const SIGN_OUT = "src/auth/sign-out.ts";
const ROUTE = "src/app/api/sign-out/route.ts";
const COOKIE = "better-auth.session_token";

/** Both lead to the same operation. */
const addresses = [
  { path: "/api/sign-out", file: SIGN_OUT },
  {
    path: "/api/auth/sign-out",
    file: `${SIGN_OUT} (сюда ведёт src/app/api/auth/sign-out/route.ts)`,
  },
];

const signOut = (client: HttpClient) => client.post("/api/sign-out", {});

const sessions = async () =>
  Number((await sql("select count(*) from sessions"))[0]!.count);

const succeeded = ({ status }: { status: number }) =>
  status >= 200 && status < 300;

/**
 * Does this Set-Cookie line make browsers forget the cookie? They do only if
 * name, Path and Domain are those with which it was set.
 */
function clears(line: string, name: string): boolean {
  const [first, ...attributes] = line
    .split(";")
    .map((part) => part.trim());
  const has = (pattern: RegExp) =>
    attributes.some((attribute) => pattern.test(attribute));
  const expires = attributes
    .find((attribute) => /^expires=/i.test(attribute))
    ?.slice("expires=".length);
  return (
    first!.startsWith(`${name}=`) &&
    (has(/^max-age=(0|-\d+)$/i) ||
      (expires !== undefined && new Date(expires) < new Date())) &&
    has(/^path=\/$/i) &&
    !has(/^domain=/i) &&
    (!name.startsWith("__Secure-") || has(/^secure$/i))
  );
}

/** Is a cookie gone after these Set-Cookie lines? The last one decides. */
function forgets(lines: string[], name: string): boolean {
  const last = lines.findLast((line) => line.startsWith(`${name}=`));
  return last !== undefined && clears(last, name);
}

/**
 * What else Better Auth may have left in the browser: a copy of the session
 * (cookieCache) and the wish not to be remembered.
 */
const OTHER_COOKIES = [
  "better-auth.session_data",
  "better-auth.dont_remember",
];

const setCookies = ({ cookies }: Answer) =>
  `Set-Cookie: ${cookies.join(" | ") || "нет"}`;

/** A page of another site that the client has open: same cookies. */
function foreignPageOf(client: HttpClient, origin: string): HttpClient {
  const page = new HttpClient(origin);
  for (const [name, value] of client.cookies)
    page.cookies.set(name, value);
  return page;
}

const EVIL = "https://evil.example";

/** Who may be taken for a page of ours by mistake, while the site is at SITE. */
const lookAlikes: typeof foreignOrigins = [
  ...foreignOrigins,
  ["наш адрес в хвосте чужого", { origin: `${EVIL}?${SITE}` }],
  ["адрес сервера за прокси", { origin: process.env.APP_ORIGIN! }],
  ["компьютер разработчика", { origin: "http://localhost:3000" }],
  [
    "чужой сайт, который браузер не назвал чужим",
    { origin: EVIL, "sec-fetch-site": "none" },
  ],
  [
    "чужой сайт с заголовком скрипта",
    { origin: EVIL, "x-requested-with": "XMLHttpRequest" },
  ],
  [
    "без Origin, а Referer начинается как наш",
    { origin: "", referer: `${SITE}.evil.example/` },
  ],
];

/** What such a page has in common with the site. */
function likenessOf([, { origin = "", ...rest }]: (typeof lookAlikes)[0]) {
  if (Object.keys(rest).length > 0)
    return "другие заголовки Origin не заменяют";
  if (/^https?:\/\/notes\.example(:\d+)?$/.test(origin))
    return "другой порт или протокол — другой адрес";
  return /^http:\/\/(localhost|127)/.test(origin)
    ? "localhost и внутренний адрес сервера — не адрес сайта"
    : "похожий адрес — всё равно чужой";
}

describe("bauth09", () => {
  test("выход удаляет строку сессии", async () => {
    const client = await registered(anna);
    const answer = await signOut(client);
    const left = await sessions();
    expectThat(succeeded(answer) && left === 0, {
      found: `${answer.found}; строк в sessions: ${left}`,
      why: "Пока строка в базе, сессия жива: тот, кто скопировал cookie, продолжит работать и после «выхода». Сдвинуть ей срок тоже мало: token останется лежать в таблице. Строку удаляют.",
      file: SIGN_OUT,
    });
  });

  test("выход стирает cookie в браузере", async () => {
    const client = await registered(anna);
    const answer = await signOut(client);
    expectThat(succeeded(answer) && forgets(answer.cookies, COOKIE), {
      found: `${answer.found}; ${setCookies(answer)}`,
      why: "Стереть cookie с HttpOnly может только сервер: заголовком Set-Cookie с Max-Age=0. Браузер послушается, лишь когда имя, Path и Domain те же, с какими cookie ставили. Нужные строки готовит auth — передайте их.",
      file: SIGN_OUT,
    });
  });

  test("выход стирает все cookie входа, а не первую из них", async () => {
    const client = await registered(anna);
    for (const name of OTHER_COOKIES) client.cookies.set(name, "old");
    const answer = await signOut(client);
    const left = OTHER_COOKIES.filter(
      (name) => !forgets(answer.cookies, name),
    );
    expectThat(succeeded(answer) && left.length === 0, {
      found: `${answer.found}; остались ${left.join(", ")}; ${setCookies(answer)}`,
      why: "auth.api.signOut стирает и копию сессии (session_data), и отметку dont_remember: оставленная копия однажды впустит после выхода. Это несколько строк Set-Cookie; передайте каждую отдельно.",
      file: SIGN_OUT,
    });
  });

  test("выход стирает cookie и той сессии, которую пора продлить", async () => {
    const client = await registered(anna);
    // Older than a day: whoever reads it with an answer at hand renews it.
    await sql(
      "update sessions set expires_at = now() + interval '2 days'",
    );
    const answer = await signOut(client);
    expectThat(succeeded(answer) && forgets(answer.cookies, COOKIE), {
      found: `${answer.found}; ${setCookies(answer)}`,
      why: "Последнее слово об этой cookie должно стирать её. Если вслед за ним ушла продлённая, браузер оставит себе её.",
      file: SIGN_OUT,
    });
  });

  test("за https стирается cookie с Secure", async () => {
    const origin = "https://notes.example";
    await registered(anna);
    const answer = await restartedWith(
      { BETTER_AUTH_URL: origin },
      async () => {
        const client = new HttpClient(origin);
        await client.post("/api/sign-in", anna);
        return signOut(client);
      },
    );
    const cleared = forgets(answer.cookies, `__Secure-${COOKIE}`);
    expectThat(cleared, {
      found: `${answer.found}; ${setCookies(answer)}`,
      why:
        answer.status === 403
          ? "Своя страница получила отказ. За https приложение обычно стоит за прокси, и адрес запроса на сервере другой, чем у посетителя. Свой адрес приложение знает из BETTER_AUTH_URL — с ним и сверяет Origin функция isOwnOrigin."
          : "За https у cookie другое имя (__Secure-…) и отметка Secure. Стереть её, зная только имя для http, нельзя: пусть это делает auth.",
      file: SIGN_OUT,
    });
  });

  test("старая cookie больше не открывает доступ", async () => {
    const client = await registered(anna);
    const thief = foreignPageOf(client, client.origin);
    await signOut(client);
    const answers = [
      await thief.get("/api/me"),
      await thief.query("notes.list"),
    ];
    expectThat(
      answers.every(({ status }) => status === 401),
      {
        found: answers.map(({ found }) => found).join("; "),
        why: "Выход — это конец доступа, а не пустое место в браузере. Копия cookie должна стать бесполезной.",
        file: SIGN_OUT,
      },
    );
  });

  test("другие устройства и другие люди остаются", async () => {
    const phone = await registered(anna);
    const laptop = await signedIn(anna);
    const neighbour = await registered(boris);
    const answer = await signOut(phone);
    const others = [
      await laptop.get("/api/me"),
      await neighbour.get("/api/me"),
    ];
    expectThat(
      succeeded(answer) && others.every(({ status }) => status === 200),
      {
        found: `${answer.found}; ноутбук Анны — ${others[0]!.status}, Борис — ${others[1]!.status}`,
        why: "«Выйти» завершает одну сессию. «Выйти везде» — другая кнопка и другое решение.",
        file: SIGN_OUT,
      },
    );
    const left = await sessions();
    expectThat(left === 2, {
      found: `строк в sessions: ${left}, должно остаться 2`,
      why: "Удаляется ровно та сессия, чья cookie пришла.",
      file: SIGN_OUT,
    });
  });

  for (const { path, file } of addresses) {
    for (const origin of ["https://evil.example", "null"]) {
      test(`чужая страница (Origin: ${origin}) не завершит сессию: ${path}`, async () => {
        const client = await registered(anna);
        const page = foreignPageOf(client, origin);
        const answer = await page.post(path, {});
        const left = await sessions();
        const isUntouched = left === 1 && answer.cookies.length === 0;
        expectThat(answer.status === 403 && isUntouched, {
          found: `${answer.found}; строк в sessions: ${left}; ${setCookies(answer)}`,
          why: "Браузер прикладывает cookie сам. Если не спросить, откуда запрос, выйти за человека сможет любая страница (CSRF). auth.api.* не спрашивает: заголовок Origin сверяете вы, функцией isOwnOrigin из ./origin.",
          file,
        });
      });
    }
  }

  for (const likeness of new Set(lookAlikes.map(likenessOf))) {
    test(likeness, async () => {
      const pages = lookAlikes.filter(
        (page) => likenessOf(page) === likeness,
      );
      await registered(anna);
      const answers = await restartedWith(
        { BETTER_AUTH_URL: SITE },
        async () => {
          const client = new HttpClient(SITE);
          await client.post("/api/sign-in", anna);
          return Promise.all(
            pages.map(([, headers]) =>
              foreignPageOf(client, SITE).post(
                "/api/sign-out",
                {},
                { headers },
              ),
            ),
          );
        },
      );
      for (const [at, answer] of answers.entries()) {
        const [what, headers] = pages[at]!;
        expectThat(answer.status === 403 && answer.cookies.length === 0, {
          found: `приложение живёт на ${SITE}, а запрос прислала чужая страница (${what}: ${JSON.stringify(headers)}): ${answer.found}; ${setCookies(answer)}`,
          why: "Origin сравнивают целиком — протокол, имя и порт — и с адресом из BETTER_AUTH_URL, как isOwnOrigin. Начало или конец строки подделает любой, кто купит похожий домен; остальные заголовки Origin не заменяют.",
          file: SIGN_OUT,
        });
      }
    });
  }

  test("соседний поддомен — тоже чужой", async () => {
    await registered(anna);
    const answers = await restartedWith(
      { BETTER_AUTH_URL: "https://notes.school.example" },
      async () => {
        const client = new HttpClient("https://notes.school.example");
        await client.post("/api/sign-in", anna);
        const origins = [
          "https://blog.school.example",
          "https://school.example",
          "https://notes-school.example",
        ];
        return Promise.all(
          origins.map(async (origin) => {
            const { found, status } = await signOut(
              foreignPageOf(client, origin),
            );
            return { origin, found, status };
          }),
        );
      },
    );
    const accepted = answers.find(({ status }) => status !== 403);
    expectThat(!accepted, {
      found: `приложение живёт на https://notes.school.example, а выйти смогла страница с ${accepted?.origin}: ${accepted?.found}`,
      why: "Для браузера соседний поддомен — тот же сайт, и cookie с SameSite=Lax уйдёт и с его запросом. Остановит его только сверка Origin, целиком и без шаблонов.",
      file: SIGN_OUT,
    });
  });

  test("Referer не заменяет Origin", async () => {
    const client = await registered(anna);
    const page = foreignPageOf(client, EVIL);
    const answer = await page.post(
      "/api/sign-out",
      {},
      { headers: { referer: `${client.origin}/notes` } },
    );
    const left = await sessions();
    expectThat(answer.status === 403 && left === 1, {
      found: `Origin чужой, Referer свой: ${answer.found}; строк в sessions: ${left}`,
      why: "Referer страница может урезать или не прислать вовсе, Origin — нет. Когда Origin есть и он чужой, спрашивать больше не о чем.",
      file: SIGN_OUT,
    });
  });

  test("запрос без Origin тоже не завершит сессию", async () => {
    const client = await registered(anna);
    const { status } = await client.fetch("/api/sign-out", {
      method: "POST",
      headers: { origin: "" },
    });
    const left = await sessions();
    expectThat(status === 403 && left === 1, {
      found: `ответ ${status}; строк в sessions: ${left}`,
      why: "Браузер указывает Origin в каждом POST. Если его нет, своя ли это страница, неизвестно — значит, нет.",
      file: SIGN_OUT,
    });
  });

  test("чужая форма не завершит сессию, в каком бы виде её ни отправили", async () => {
    const client = await registered(anna);
    const page = foreignPageOf(client, EVIL);
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=form",
    ]) {
      const { status } = await page.fetch("/api/sign-out", {
        method: "POST",
        headers: { "content-type": type },
        body: "",
      });
      const left = await sessions();
      expectThat(status === 403 && left === 1, {
        found: `чужая страница прислала ${type}: ответ ${status}; строк в sessions: ${left}`,
        why: "Обычная форма на чужом сайте шлёт именно такое, и браузер прикладывает к ней cookie. О том, откуда запрос, говорит Origin, а не вид тела.",
        file: SIGN_OUT,
      });
    }
  });

  for (const mode of ["development", "production"]) {
    test(`чужой странице отказывают и при NODE_ENV=${mode}`, async () => {
      const client = await registered(anna);
      const page = foreignPageOf(client, EVIL);
      const answer = await restartedWith({ NODE_ENV: mode }, () =>
        signOut(page),
      );
      const left = await sessions();
      expectThat(answer.status === 403 && left === 1, {
        found: `${answer.found}; строк в sessions: ${left}`,
        why: "Проверка, которую выключают на своём компьютере или, наоборот, на сервере, однажды окажется выключенной там, где нужна. Origin сверяют всегда.",
        file: SIGN_OUT,
      });
    });
  }

  test("кого выводить, решает cookie, а не тело запроса", async () => {
    const victim = await registered(anna);
    const [session] = await sql("select id, token, user_id from sessions");
    const body = {
      id: session!.id,
      sessionId: session!.id,
      session: session!.id,
      token: session!.token,
      sessionToken: session!.token,
      userId: session!.user_id,
    };
    const attackers: [string, HttpClient][] = [
      ["Борис", await registered(boris)],
      ["аноним", new HttpClient()],
    ];
    for (const [name, client] of attackers) {
      const answer = await client.post(
        `/api/sign-out?${new URLSearchParams(body)}`,
        body,
        {
          headers: {
            authorization: `Bearer ${session!.token}`,
            "x-session-id": session!.id,
            "x-session-token": session!.token,
            "x-user-id": session!.user_id,
            // With a cookie of somebody else it would be refused at once.
            ...(client.cookies.size === 0 && {
              "x-shown-user": session!.user_id,
            }),
          },
        },
      );
      const { status } = await victim.get("/api/me");
      expectThat(status === 200, {
        found: `${name} прислал в теле, в адресе и в заголовках id, token и пользователя чужой сессии: ${answer.found}; после этого Анна получает ${status}`,
        why: "Тело, адрес и заголовки запроса пишет клиент: так любой вывел бы любого. Свою сессию браузер называет подписанной cookie, и другого способа нет.",
        file: SIGN_OUT,
      });
    }
  });

  test("поддельная cookie никого не выводит", async () => {
    const victim = await registered(anna);
    const [session] = await sql("select id, token from sessions");
    for (const value of [
      session!.id,
      session!.token,
      `${session!.token}.`,
      `${session!.token}.c2lnbmF0dXJl`,
    ]) {
      const page = new HttpClient();
      page.cookies.set(COOKIE, encodeURIComponent(value));
      const answer = await signOut(page);
      const { status } = await victim.get("/api/me");
      expectThat(status === 200, {
        found: `пришла cookie без нашей подписи: ${answer.found}; после этого Анна получает ${status}`,
        why: "Token без подписи — просто строка: её можно прочесть в утёкшей таблице. Строку удаляет auth.api.signOut, и подпись он проверяет.",
        file: SIGN_OUT,
      });
    }
  });

  test("тело запросу на выход не нужно", async () => {
    const client = await registered(anna);
    const value = client.cookies.get(COOKIE);
    const response = await fetch(
      new URL("/api/sign-out", process.env.APP_ORIGIN),
      {
        method: "POST",
        headers: {
          cookie: `${COOKIE}=${value}`,
          origin: client.origin,
        },
      },
    );
    const left = await sessions();
    expectThat(succeeded(response) && left === 0, {
      found: `POST без тела: ответ ${response.status}; строк в sessions: ${left}`,
      why: "Всё, что нужно, уже в заголовках: Origin и cookie. Читать тело незачем — его может и не быть.",
      file: SIGN_OUT,
    });
  });

  for (const { path, file } of addresses) {
    const isOurs = path === "/api/sign-out";
    test(`GET никого не выводит${isOurs ? "" : `: ${path}`}`, async () => {
      const client = await registered(anna);
      const answer = await client.get(path);
      const left = await sessions();
      expectThat(left === 1 && answer.cookies.length === 0, {
        found: `${answer.found}; строк в sessions: ${left}; ${setCookies(answer)}`,
        why: `GET не меняет состояние: ссылку откроет предзагрузка браузера, робот или картинка <img src="${path}">.`,
        file: isOurs ? ROUTE : file,
      });
    });

    test(`другими методами чужая страница тоже никого не выведет: ${path}`, async () => {
      const client = await registered(anna);
      const page = foreignPageOf(client, EVIL);
      for (const method of ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]) {
        const { status, headers } = await page.fetch(path, { method });
        const left = await sessions();
        const cookies = headers.getSetCookie();
        expectThat(left === 1 && cookies.length === 0, {
          found: `${method} с чужой страницы: ответ ${status}; строк в sessions: ${left}; Set-Cookie: ${cookies.join(" | ") || "нет"}`,
          why: "Второй способ выйти — вторая дверь: на ней та же проверка Origin. Здесь хватает одного POST.",
          file: isOurs ? ROUTE : file,
        });
      }
    });
  }

  test("куда идти после выхода, решает не запрос", async () => {
    const client = await registered(anna);
    const evil = "https://evil.example/login";
    const body = {
      callbackURL: evil,
      next: evil,
      redirect: evil,
      redirectTo: evil,
      redirectUrl: evil,
      returnTo: evil,
      returnUrl: evil,
      to: evil,
      url: evil,
    };
    const answer = await client.post(
      `/api/sign-out?${new URLSearchParams(body)}`,
      body,
      { headers: { referer: evil } },
    );
    const said = [...answer.headers].map((pair) => pair.join(": "));
    const sent = [answer.text, ...said].find((text) =>
      text.includes("evil.example"),
    );
    expectThat(sent === undefined, {
      found: `${answer.found}; в ответе — ${sent}`,
      why: "Адрес из запроса мог написать злоумышленник: человек нажмёт «Выйти» на вашем сайте и введёт пароль на его копии (open redirect). Страница и сама знает, что открыть.",
      file: SIGN_OUT,
    });
  });

  test("выйти дважды безвредно", async () => {
    const client = await registered(anna);
    const copy = foreignPageOf(client, client.origin);
    const late = await signedIn(anna);
    const answers = [await signOut(client), await signOut(copy)];
    await sql("update sessions set expires_at = now() - interval '1 day'");
    answers.push(await signOut(late), await signOut(new HttpClient()));
    expectThat(answers.every(succeeded), {
      found: `первый раз — ${answers[0]!.found}; с той же cookie ещё раз — ${answers[1]!.found}; с истёкшей сессией — ${answers[2]!.found}; без cookie — ${answers[3]!.found}`,
      why: "Две вкладки, двойной щелчок, давно истёкшая сессия: цель — «не вошёл» — уже достигнута, это не ошибка.",
      file: SIGN_OUT,
    });
    const [, second, expired] = answers;
    const isForgotten = [second!, expired!].every(({ cookies }) =>
      forgets(cookies, COOKIE),
    );
    expectThat(isForgotten, {
      found: `с той же cookie ещё раз — ${setCookies(second!)}; с истёкшей сессией — ${setCookies(expired!)}`,
      why: "Сессии в базе уже нет, а cookie в этой вкладке ещё лежит. Сотрите её и тут.",
      file: SIGN_OUT,
    });
  });

  for (const { path, file } of addresses) {
    test(`база не удалила сессию — это не выход: ${path}`, async () => {
      const client = await registered(anna);
      const answer = await whileKeepingSessions(() =>
        client.post(path, {}),
      );
      const after = await client.get("/api/me");
      expectThat(
        answer.status >= 500 &&
          answer.cookies.length === 0 &&
          after.status === 200,
        {
          found: `база отказала удалить строку; ${answer.found}; ${setCookies(answer)}; потом /api/me — ${after.status}`,
          why: "auth.api.signOut прячет неудачный DELETE и отвечает «успех». Человек уйдёт от компьютера, а копия его cookie будет открывать всё. Пока строка в базе, выхода не было: ответьте ошибкой и не трогайте cookie.",
          file,
        },
      );
    });
  }

  test("база пропала посреди выхода — это не выход", async () => {
    const client = await registered(anna);
    const answer = await whileSessionsGetLost(() => signOut(client));
    const after = await client.get("/api/me");
    expectThat(
      answer.status >= 500 &&
        answer.cookies.length === 0 &&
        after.status === 200,
      {
        found: `строка не удалена, и прочесть её база не дала; ${answer.found}; ${setCookies(answer)}; потом /api/me — ${after.status}`,
        why: "Не смогли узнать, жива ли сессия, — значит, не знаем, что она закончилась. «Не нашли» и «не смогли спросить» — разные ответы: не превращайте исключение в null.",
        file: SIGN_OUT,
      },
    );
  });

  test("база недоступна — это не выход", async () => {
    const client = await registered(anna);
    const answer = await whileTableIsAway("sessions", () =>
      signOut(client),
    );
    expectThat(answer.status >= 500 && answer.cookies.length === 0, {
      found: `${answer.found}; ${setCookies(answer)}`,
      why: "Сессия осталась в базе, и она снова заработает вместе с базой. Ответьте ошибкой и не трогайте cookie: выйти можно будет ещё раз.",
      file: SIGN_OUT,
    });
  });

  test("вкладка Анны не выводит Бориса, который вошёл в другой вкладке", async () => {
    await registered(anna);
    const client = await registered(boris);
    const [shown] = await sql("select id from users where email = $1", [
      anna.email,
    ]);
    const answer = await client.post(
      "/api/sign-out",
      {},
      { headers: { "x-shown-user": shown!.id } },
    );
    const { status } = await client.get("/api/me");
    expectThat(answer.status === 409 && status === 200, {
      found: `cookie уже Бориса, а страница показывает Анну: ${answer.found}; Борис получает ${status}`,
      why: "Cookie у всех вкладок одна. Страница называет, кого она показывает; действовать за другого она не должна.",
      file: ROUTE,
    });
  });

  test("после выхода можно войти снова, с новой сессией", async () => {
    const client = await registered(anna);
    const [before] = await sql("select token from sessions");
    await signOut(client);
    await client.post("/api/sign-in", anna);
    const answer = await client.get("/api/me");
    const [after] = await sql("select token from sessions");
    expectThat(
      answer.status === 200 &&
        after !== undefined &&
        after.token !== before!.token,
      {
        found: `${answer.found}; token ${after?.token === before!.token ? "прежний" : "новый"}`,
        why: "Новый вход — новая сессия: старая закончилась навсегда.",
        file: SIGN_OUT,
      },
    );
  });

  leakTests(SIGN_OUT);
});
