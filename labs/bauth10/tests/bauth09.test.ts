import { describe, test } from "vitest";
import { sql, whileKeepingSessions } from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { anna, boris, registered, signedIn } from "../support/people.ts";
import { HttpClient } from "../support/http-client.ts";

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

/** A page of another site that the client has open: same cookies. */
function foreignPageOf(client: HttpClient, origin: string): HttpClient {
  const page = new HttpClient(origin);
  for (const [name, value] of client.cookies)
    page.cookies.set(name, value);
  return page;
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
      found: `${answer.found}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
      why: "Стереть cookie с HttpOnly может только сервер: заголовком Set-Cookie с Max-Age=0. Браузер послушается, лишь когда имя, Path и Domain те же, с какими cookie ставили. Нужные строки готовит auth — передайте их.",
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
      found: `${answer.found}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
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
        expectThat(answer.status === 403 && left === 1, {
          found: `${answer.found}; строк в sessions: ${left}`,
          why: "Браузер прикладывает cookie сам. Если не спросить, откуда запрос, выйти за человека сможет любая страница (CSRF). auth.api.* не спрашивает: заголовок Origin сверяете вы, функцией isOwnOrigin из ./origin.",
          file,
        });
      });
    }
  }

  test("похожий адрес — всё равно чужой", async () => {
    const own = "https://notes.example";
    await registered(anna);
    const results = await restartedWith(
      { BETTER_AUTH_URL: own },
      async () => {
        const client = new HttpClient(own);
        await client.post("/api/sign-in", anna);
        const answers: [string, number][] = [];
        for (const origin of [
          `${own}.evil.example`,
          "https://evil-notes.example",
          "https://evil.notes.example",
          "http://notes.example",
          `${own}:8443`,
          `https://evil.example?${own}`,
        ]) {
          const page = foreignPageOf(client, origin);
          answers.push([origin, (await signOut(page)).status]);
        }
        return answers;
      },
    );
    const accepted = results.filter(([, status]) => status !== 403);
    expectThat(accepted.length === 0, {
      found: `приложение живёт на ${own}, а выйти смогла страница с ${accepted.map(([origin, status]) => `${origin} (ответ ${status})`).join(", ")}`,
      why: "Origin сравнивают целиком: протокол, имя и порт. Начало или конец строки подделает любой, кто купит похожий домен.",
      file: SIGN_OUT,
    });
  });

  test("Referer не заменяет Origin", async () => {
    const client = await registered(anna);
    const page = foreignPageOf(client, "https://evil.example");
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
    const value = client.cookies.get(COOKIE);
    const response = await fetch(
      new URL("/api/sign-out", process.env.APP_ORIGIN),
      { method: "POST", headers: { cookie: `${COOKIE}=${value}` } },
    );
    const left = await sessions();
    expectThat(response.status === 403 && left === 1, {
      found: `ответ ${response.status}; строк в sessions: ${left}`,
      why: "Браузер указывает Origin в каждом POST. Если его нет, своя ли это страница, неизвестно — значит, нет.",
      file: SIGN_OUT,
    });
  });

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
      );
      const { status } = await victim.get("/api/me");
      expectThat(status === 200, {
        found: `${name} прислал в теле и в адресе id, token и пользователя чужой сессии: ${answer.found}; после этого Анна получает ${status}`,
        why: "Тело и адрес запроса пишет клиент: так любой вывел бы любого. Свою сессию браузер называет подписанной cookie, и другого способа нет.",
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

  test("GET никого не выводит", async () => {
    const client = await registered(anna);
    const answer = await client.get("/api/sign-out");
    const left = await sessions();
    expectThat(answer.status === 405 && left === 1, {
      found: `${answer.found}; строк в sessions: ${left}`,
      why: 'GET не меняет состояние: ссылку откроет предзагрузка браузера, робот или картинка <img src="/api/sign-out">.',
      file: ROUTE,
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
    expectThat(forgets(answers[1]!.cookies, COOKIE), {
      found: `второй ответ, Set-Cookie: ${answers[1]!.cookies.join(" | ") || "нет"}`,
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
          found: `база отказала удалить строку; ${answer.found}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}; потом /api/me — ${after.status}`,
          why: "auth.api.signOut прячет неудачный DELETE и отвечает «успех». Человек уйдёт от компьютера, а копия его cookie будет открывать всё. Пока строка в базе, выхода не было: ответьте ошибкой и не трогайте cookie.",
          file,
        },
      );
    });
  }

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

  leakTests("src/auth/auth.ts");
});
