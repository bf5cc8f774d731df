import { createHmac } from "node:crypto";
import { describe, test } from "vitest";
import { sql, whileTableIsAway } from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { statements } from "../support/journal.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { foreignOrigins } from "../support/origins.ts";
import { anna, boris, registered, signedIn } from "../support/people.ts";
import { HttpClient } from "../support/http-client.ts";

const FILE = "src/auth/session.ts";
const COOKIE = "better-auth.session_token";

/** A browser with exactly this value in its session cookie. */
function holding(value: string): HttpClient {
  const client = new HttpClient();
  client.cookies.set(COOKIE, value);
  return client;
}

/** A cookie value signed the way Better Auth signs, with any secret. */
function signed(token: string, secret: string): string {
  const signature = createHmac("sha256", secret)
    .update(token)
    .digest("base64");
  return encodeURIComponent(`${token}.${signature}`);
}

/** The two halves of a browser's session cookie. */
function halvesOf(client: HttpClient): {
  token: string;
  signature: string;
} {
  const value = decodeURIComponent(client.cookies.get(COOKIE) ?? "");
  const dot = value.indexOf(".");
  return { token: value.slice(0, dot), signature: value.slice(dot + 1) };
}

/** The same text with another letter in one place. */
const changedAt = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

/** What a browser sends with its cookies. */
const headersOf = (client: HttpClient) =>
  new Headers({
    cookie: [...client.cookies].map((pair) => pair.join("=")).join("; "),
  });

async function tokenOf(email: string): Promise<string> {
  const [session] = await sql(
    `select token from sessions
     join users on users.id = sessions.user_id where email = $1`,
    [email],
  );
  return session!.token;
}

/** Explains a missing 401: a crash has one more reason than a leak. */
function whyNotRefused(status: number, why: string): string {
  if (status < 500) return why;
  return (
    `${why} Сервер же здесь сломался. Посетитель без сессии — не поломка: getSession возвращает null, ` +
    "requireSession бросает UnauthorizedError, и маршрут отвечает 401. Любая другая ошибка станет ответом 500."
  );
}

async function expectRefused(
  client: HttpClient,
  why: string,
): Promise<void> {
  const answer = await client.get("/api/me");
  expectThat(
    answer.status === 401 && answer.json?.code === "UNAUTHORIZED",
    {
      found: answer.found,
      why: whyNotRefused(answer.status, why),
      file: FILE,
    },
  );
}

/** What is said by the route, and by both functions when called directly. */
type Told = {
  answer: Awaited<ReturnType<HttpClient["get"]>>;
  called: string[];
};
type Ask = () => Promise<Told>;

async function ask(client: HttpClient): Promise<Told> {
  const { getSession, requireSession, UnauthorizedError } =
    await import("../src/auth/session");
  const answer = await client.get("/api/me");
  const called = [];
  for (const find of [getSession, requireSession]) {
    const said = await find(headersOf(client)).then(
      (session) => JSON.stringify(session),
      (error: unknown) =>
        error instanceof UnauthorizedError
          ? "UnauthorizedError"
          : "исключение",
    );
    called.push(said);
  }
  return { answer, called };
}

describe("bauth06", () => {
  test("сессия есть: приложение знает, кто это", async () => {
    const answer = await (await registered(anna)).get("/api/me");
    expectThat(
      answer.status === 200 && answer.json?.user?.email === anna.email,
      {
        found: `вошла Анна; ${answer.found}`,
        why: "Ради этого и нужна сессия: из запроса получить пользователя. Cookie приходит в заголовках запроса, и auth увидит её, только если передать ему headers.",
        file: FILE,
      },
    );
  });

  test("за https сессия тоже узнана", async () => {
    const origin = "https://notes.example";
    await registered(anna);
    const answer = await restartedWith(
      { BETTER_AUTH_URL: origin },
      async () => {
        const client = new HttpClient(origin);
        await client.post("/api/sign-in", anna);
        return client.get("/api/me");
      },
    );
    expectThat(answer.json?.user?.email === anna.email, {
      found: answer.found,
      why: "За https cookie зовут иначе: __Secure-better-auth.session_token. Код, который ищет её по имени сам, на настоящем сервере не узнает никого. Имя знает auth.",
      file: FILE,
    });
  });

  test("за https cookie без __Secure- ничего не значит", async () => {
    const origin = "https://notes.example";
    await registered(anna);
    const answer = await restartedWith(
      { BETTER_AUTH_URL: origin },
      async () => {
        const client = new HttpClient(origin);
        await client.post("/api/sign-in", anna);
        const [value = ""] = client.cookies.values();
        return holding(value).get("/api/me");
      },
    );
    expectThat(answer.status === 401, {
      found: answer.found,
      why: "Cookie с приставкой __Secure- не поставит страница, открытая без шифрования; без приставки — поставит и посадит человека в чужую сессию. Какое имя действует, решает auth.",
      file: FILE,
    });
  });

  test("каждый видит себя, а не соседа", async () => {
    const clients = [await registered(anna), await registered(boris)];
    const name = async (client: HttpClient): Promise<string> => {
      const { status, json } = await client.get("/api/me");
      return json?.user?.name ?? `ответ ${status}`;
    };
    const seen = [await name(clients[0]!), await name(clients[1]!)];
    seen.push(...(await Promise.all(clients.map(name))));
    expectThat(seen.join() === "Анна,Борис,Анна,Борис", {
      found: `Анна, Борис, снова Анна и Борис спросили «кто я?» и получили: ${seen.join(", ")}`,
      why: "Сервер один на всех: сессия, сохранённая в переменной модуля, достаётся следующему посетителю.",
      file: FILE,
    });
  });

  test("второе устройство того же пользователя тоже узнано", async () => {
    const phone = await registered(anna);
    const laptop = await signedIn(anna);
    const answers = [
      await phone.get("/api/me"),
      await laptop.get("/api/me"),
    ];
    expectThat(
      answers.every(({ json }) => json?.user?.email === anna.email),
      {
        found: `телефон — ${answers[0]!.found}; ноутбук — ${answers[1]!.found}`,
        why: "У пользователя несколько сессий, и каждая действительна.",
        file: FILE,
      },
    );
  });

  test("сессия узнана и среди чужих cookie", async () => {
    const client = await registered(anna);
    const cookie = `${COOKIE}=${client.cookies.get(COOKIE)}`;
    for (const line of [
      `theme=dark; ${cookie}; lang=ru`,
      `not-${COOKIE}=1.2; ${cookie}`,
      `${COOKIE}_old=1.2; ${cookie}; a=${COOKIE}`,
    ]) {
      const answer = await new HttpClient().get("/api/me", {
        headers: { cookie: line },
      });
      expectThat(answer.json?.user?.email === anna.email, {
        found: `${answer.found} на cookie: ${line.slice(0, 60)}…`,
        why: "Браузер присылает все cookie сайта одной строкой и в любом порядке, и среди них бывают похожие имена. Разбирать её самим не нужно: это делает auth.",
        file: FILE,
      });
    }
  });

  test("тот же человек с другого адреса и из обновлённого браузера узнан", async () => {
    const client = await registered(anna);
    const answer = await client.get("/api/me", {
      headers: {
        "user-agent": "Firefox/200.0",
        "x-forwarded-for": "203.0.113.9",
        "accept-language": "de",
      },
    });
    expectThat(answer.json?.user?.email === anna.email, {
      found: answer.found,
      why: "Телефон переходит из Wi-Fi в мобильную сеть, браузер обновляется сам. Сессия — это подпись и строка в базе, и больше ничего.",
      file: FILE,
    });
  });

  test("роль изменили в базе — следующий запрос уже знает", async () => {
    const client = await registered(anna);
    await client.get("/api/me");
    await sql("update users set role = 'ADMIN'");
    const answer = await client.get("/api/me");
    expectThat(answer.json?.user?.role === "ADMIN", {
      found: answer.found,
      why: "Cookie и память процесса помнят вчерашнего пользователя. Кто он сегодня, знает только база, поэтому её спрашивают на каждом запросе.",
      file: FILE,
    });
  });

  test("без cookie — UNAUTHORIZED", async () => {
    await registered(anna);
    await expectRefused(
      new HttpClient(),
      "Без cookie нет сессии: кто это, неизвестно.",
    );
  });

  for (const [what, value] of [
    ["пустая", ""],
    ["бессмысленная", "1"],
    ["похожая на настоящую", "Zm9vYmFy.c2lnbmF0dXJl"],
    ["испорченная кодировка", "%E0%A4%A"],
  ] as const) {
    test(`cookie ${what} — UNAUTHORIZED`, async () => {
      await registered(anna);
      await expectRefused(
        holding(value),
        "Cookie может прислать кто угодно и какую угодно. То, что она есть, ещё ничего не доказывает: сравнивать надо подпись и строку в базе.",
      );
    });
  }

  test("данные пользователя внутри cookie ничего не значат — UNAUTHORIZED", async () => {
    await registered(anna);
    const [user] = await sql("select id, email, name, role from users");
    const text = JSON.stringify({
      ...user,
      sub: user!.id,
      userId: user!.id,
      user,
      exp: Math.floor(Date.now() / 1000) + 3600,
    });
    const base64 = Buffer.from(text).toString("base64url");
    const header = Buffer.from('{"alg":"none"}').toString("base64url");
    for (const value of [
      user!.id,
      encodeURIComponent(text),
      base64,
      `${header}.${base64}.`,
      `${header}.${base64}.c2lnbmF0dXJl`,
    ]) {
      await expectRefused(
        holding(value),
        "Такую cookie написал сам посетитель: base64 и JWT без проверки подписи читает и пишет каждый. В нашей cookie нет данных пользователя — только указатель на строку в sessions.",
      );
    }
  });

  test("token без подписи — UNAUTHORIZED", async () => {
    await registered(anna);
    const token = await tokenOf(anna.email);
    for (const value of [token, `${token}.`, `${token}.${token}`]) {
      await expectRefused(
        holding(encodeURIComponent(value)),
        "Token лежит в таблице открыто. Если его принимать без подписи, утечка таблицы откроет все сессии. Подпись проверяет auth.",
      );
    }
  });

  test("испорченная подпись — UNAUTHORIZED", async () => {
    const { token, signature } = halvesOf(await registered(anna));
    for (const at of [0, 20, 41]) {
      await expectRefused(
        holding(
          encodeURIComponent(`${token}.${changedAt(signature, at)}`),
        ),
        "Подпись проверяют целиком: одна изменённая буква — уже не наша cookie.",
      );
    }
  });

  test("подпись от чужой cookie — UNAUTHORIZED", async () => {
    const victim = halvesOf(await registered(anna));
    const own = halvesOf(await registered(boris));
    await expectRefused(
      holding(encodeURIComponent(`${victim.token}.${own.signature}`)),
      "Подпись принадлежит одному token: приложенная к другому, она не должна подойти.",
    );
  });

  test("подпись другим секретом — UNAUTHORIZED", async () => {
    await registered(anna);
    await expectRefused(
      holding(signed(await tokenOf(anna.email), "не наш секрет")),
      "Подписать можно и своим секретом. Верить стоит только нашему.",
    );
  });

  test("подпись верна, а такой сессии в базе нет — UNAUTHORIZED", async () => {
    await registered(anna);
    for (const token of [
      "unknown-token",
      "%",
      (await tokenOf(anna.email)).toLowerCase(),
    ]) {
      await expectRefused(
        holding(signed(token, process.env.BETTER_AUTH_SECRET!)),
        "Подпись говорит «это мы выдали», но жива ли сессия, знает только база.",
      );
    }
  });

  test("token уходит в базу параметром, а не внутри текста SQL", async () => {
    await registered(anna);
    const hostile = "' or '1'='1";
    const why =
      "Подписанную cookie посетитель не подделает, но секрет однажды утечёт, а запрос, склеенный из строк, выполнит и приписку. Значения передают параметрами; auth.api.getSession так и делает.";
    await expectRefused(
      holding(signed(hostile, process.env.BETTER_AUTH_SECRET!)),
      why,
    );
    const glued = statements().find(({ text }) => text.includes(hostile));
    expectThat(glued === undefined, {
      found: `запрос к базе: ${glued?.text}`,
      why,
      file: FILE,
    });
  });

  test("сессию удалили из базы — cookie больше не действует", async () => {
    const client = await registered(anna);
    await client.get("/api/me");
    await sql("delete from sessions");
    await expectRefused(
      client,
      "Отзыв сессии должен действовать сразу. Если ответ взят из cookie или из памяти процесса, украденную сессию нечем остановить.",
    );
  });

  test("срок сессии прошёл — cookie больше не действует", async () => {
    const client = await registered(anna);
    await client.get("/api/me");
    await sql(
      "update sessions set expires_at = now() - interval '1 second'",
    );
    await expectRefused(
      client,
      "Строка в таблице ещё есть, но её время вышло. Найти строку мало: auth.api.getSession сверяет и срок.",
    );
  });

  test("id, e-mail и token в заголовках ничего не значат", async () => {
    const client = await registered(anna);
    const [user] = await sql("select id, email from users");
    const token = await tokenOf(anna.email);
    const cookie = client.cookies.get(COOKIE)!;
    const value = decodeURIComponent(cookie);
    const names = [
      ...["x-user-id", "x-user", "x-user-email", "x-user-role"],
      ...["x-forwarded-user", "x-forwarded-email", "remote-user"],
      ...["x-auth-request-user", "x-auth-request-email", "x-auth-user"],
      ...["x-session-token", "x-session-id", "x-auth-token", "x-token"],
    ];
    const claims: Record<string, string>[] = [
      ...[user!.id, user!.email, token, value].map((claim) =>
        Object.fromEntries(names.map((name) => [name, claim])),
      ),
      { authorization: `Bearer ${user!.id}` },
      { authorization: `Bearer ${token}` },
      { authorization: `Bearer ${value}` },
      { authorization: `Bearer ${cookie}` },
      { authorization: value },
      { authorization: `Basic ${btoa(`${user!.email}:${token}`)}` },
      {
        cookie: `userId=${user!.id}; user_id=${user!.id}; email=${user!.email}`,
      },
      { cookie: `session=${token}; token=${token}` },
      {
        cookie: `session=${cookie}; token=${cookie}; session_token=${cookie}; not-${COOKIE}=${cookie}; ${COOKIE}-old=${cookie}`,
      },
    ];
    for (const headers of claims) {
      const answer = await new HttpClient().get("/api/me", { headers });
      expectThat(answer.status === 401, {
        found: `${answer.found} на запрос с заголовком ${JSON.stringify(headers).slice(0, 200)}`,
        why: whyNotRefused(
          answer.status,
          "Всё, что прислал клиент, он мог и придумать. Кто он, говорит только сессия, а её — подписанная cookie.",
        ),
        file: FILE,
      });
    }
  });

  test("рядом с сессией роль и id от клиента ничего не меняют", async () => {
    const client = await registered(anna);
    await registered(boris);
    const [other] = await sql("select id from users where email = $1", [
      boris.email,
    ]);
    const claims = {
      ...{ role: "ADMIN", "user-role": "ADMIN", is_admin: "true" },
      ...{ user: other!.id, userId: other!.id, user_id: other!.id },
    };
    const names = Object.entries(claims);
    const line = names.map((pair) => pair.join("=")).join("; ");
    const answer = await client.get(
      `/api/me?${new URLSearchParams(claims)}`,
      {
        headers: {
          ...Object.fromEntries(
            names.flatMap(([name, value]) => [
              [`x-${name}`, value],
              [`x-forwarded-${name}`, value],
            ]),
          ),
          cookie: `${line}; ${headersOf(client).get("cookie")}; ${line}`,
        },
      },
    );
    const { email, role } = answer.json?.user ?? {};
    expectThat(email === anna.email && role === "USER", {
      found: `вошла Анна с ролью USER; ${answer.found}`,
      why: "Кто пришёл и что ему можно, записано в базе. Роль из cookie или заголовка посетитель назначит себе сам.",
      file: FILE,
    });
  });

  test("id и token в адресе запроса ничего не значат", async () => {
    const client = await registered(anna);
    const [user] = await sql("select id, email from users");
    const token = await tokenOf(anna.email);
    for (const value of [
      user!.id,
      user!.email,
      token,
      decodeURIComponent(client.cookies.get(COOKIE)!),
    ]) {
      const query = new URLSearchParams(
        ["user", "userId", "id", "email", "token", "session_token"]
          .concat("session", "access_token", COOKIE)
          .map((name) => [name, value]),
      );
      const answer = await new HttpClient().get(`/api/me?${query}`);
      expectThat(answer.status === 401, {
        found: `${answer.found} на /api/me?${String(query).slice(0, 80)}…`,
        why: "Адрес остаётся в истории браузера и в журналах серверов и уходит на другие сайты в Referer. Сессию приносит только cookie.",
        file: FILE,
      });
    }
  });

  const breakdowns: [string, (ask: Ask) => Promise<Told>][] = [
    ["таблицы sessions нет", (ask) => whileTableIsAway("sessions", ask)],
    ["таблицы users нет", (ask) => whileTableIsAway("users", ask)],
    [
      "сервера базы нет",
      (ask) =>
        restartedWith(
          { DATABASE_URL: "postgres://nobody:no-password@127.0.0.1:1/no" },
          ask,
        ),
    ],
  ];
  for (const [what, broken] of breakdowns) {
    test(`база не отвечает — это поломка, а не «вы не вошли»: ${what}`, async () => {
      const client = await registered(anna);
      const before = await client.get("/api/me");
      const { answer, called } = await broken(() => ask(client));
      const isTold = called.every((one) => one === "исключение");
      expectThat(before.status === 200 && answer.status >= 500 && isTold, {
        found: `пока база работает — ${before.found}; когда ${what} — ${answer.found}; getSession и requireSession — ${called.join(" и ")}`,
        why: "Проглоченная ошибка (catch, который возвращает null) говорит человеку «войдите снова», хотя сломался сервер, и прячет поломку от вас. UNAUTHORIZED — только когда сессии нет; остальные исключения пусть летят дальше.",
        file: FILE,
      });
    });
  }

  test("чтение не продлевает сессию, о которой браузер не узнает", async () => {
    const client = await registered(anna);
    const { getSession } = await import("../src/auth/session");
    await sql(
      `update sessions set expires_at = now() + interval '3 days',
         created_at = now() - interval '4 days',
         updated_at = now() - interval '4 days'`,
    );
    const [before] = await sql("select expires_at from sessions");
    await getSession(headersOf(client)).catch(() => null);
    const [after] = await sql("select expires_at from sessions");
    expectThat(
      before!.expires_at.getTime() === after?.expires_at?.getTime(),
      {
        found: `срок в базе был ${before!.expires_at.toISOString()}, стал ${after?.expires_at?.toISOString()}`,
        why: "У cookie в браузере свой срок. Если продлить только строку, то через неделю браузер cookie выбросит, а украденная копия продолжит действовать. Как продлевать, решает шаг bauth08; до него в src/auth/auth.ts продление выключено (disableSessionRefresh).",
        file: "src/auth/auth.ts",
      },
    );
  });

  test("спросили сразу о нескольких — каждому свой ответ", async () => {
    const clients = [await registered(anna), await registered(boris)];
    const { getSession } = await import("../src/auth/session");
    const names = await Promise.all(
      [...clients.map(headersOf), new Headers()].map((headers) =>
        getSession(headers).then(
          (session) => session?.user?.name ?? "никто",
          (error: Error) => `исключение «${error.message}»`,
        ),
      ),
    );
    expectThat(names.join() === "Анна,Борис,никто", {
      found: `Анна, Борис и аноним спросили одновременно и получили: ${names.join(", ")}`,
      why: "Запросы приходят вперемешку: пока один ждёт базу, начинается другой. Всё, что нужно ответу, — в headers; переменная модуля на всех одна.",
      file: FILE,
    });
  });

  test("ответ /api/me — пользователь, и ничего о сессии", async () => {
    const { json, text } = await (await registered(anna)).get("/api/me");
    const session = await sql("select id, token from sessions where true");
    const told = session.flatMap(({ id, token }) =>
      [id, token].filter((value) => text.includes(value)),
    );
    expectThat(told.length === 0 && !json?.session, {
      found: `в теле ответа — ${Object.keys(json ?? {}).join(", ")}${told.length > 0 ? "; в нём id или token сессии" : ""}`,
      why: "HttpOnly закрывает cookie от скриптов. Token в теле ответа открывает её снова: его прочтёт любой скрипт на странице.",
      file: "src/app/api/me/route.ts",
    });
  });

  test("чужая страница не узнаёт, кто вошёл", async () => {
    const client = await registered(anna);
    const readable: string[] = [];
    for (const [what, headers] of foreignOrigins) {
      for (const method of ["GET", "OPTIONS"]) {
        const answer = await client.fetch("/api/me", { method, headers });
        const allowed = answer.headers.get("access-control-allow-origin");
        if (allowed) readable.push(`${method}, ${what}: ${allowed}`);
      }
    }
    expectThat(readable.length === 0, {
      found: `ответ с Access-Control-Allow-Origin — ${readable[0]}`,
      why: "С этим заголовком любой сайт, на который зашла Анна, прочтёт её имя и e-mail. Своим страницам CORS не нужен: они с того же адреса.",
      file: "src/app/api/me/route.ts",
    });
  });

  test("getSession возвращает null, requireSession бросает UnauthorizedError", async () => {
    const { getSession, requireSession, UnauthorizedError } =
      await import("../src/auth/session");
    const session = await getSession(new Headers()).catch(
      (error: unknown) => error,
    );
    const error: unknown = await requireSession(new Headers()).catch(
      (error: unknown) => error,
    );
    expectThat(session === null && error instanceof UnauthorizedError, {
      found: `без cookie getSession — ${session instanceof Error ? `исключение «${session.message}»` : JSON.stringify(session)}, requireSession — ${error instanceof Error ? `исключение ${error.name} «${error.message}»` : "без исключения"}`,
      why: "getSession отвечает на вопрос «кто это?», и «никто» — тоже ответ. requireSession нужна тем, кто без сессии продолжать не может: по типу UnauthorizedError код выше отличает «не вошёл» от поломки.",
      file: FILE,
    });
  });

  for (const [path, person] of [
    ["/api/auth/sign-up/email", boris],
    ["/api/auth/sign-in/email", anna],
  ] as const) {
    test(`по адресу Better Auth — те же правила, что и по нашему: ${path}`, async () => {
      await registered(anna);
      const answer = await new HttpClient().post(path, person);
      expectThat(answer.status === 200 && !("token" in answer.json), {
        found: answer.found,
        why: "Обработчик Better Auth отвечает и сам: token в теле, свои ограничения, свои ошибки. Две двери с разными правилами — это дверь без правил, поэтому на обоих адресах отвечает наша операция.",
        file: `src/app${path}/route.ts`,
      });
    });
  }

  test("обе функции отдают сессию целиком: session и user", async () => {
    const client = await registered(anna);
    const { getSession, requireSession } =
      await import("../src/auth/session");
    const found = await Promise.all(
      [getSession, requireSession].map((find) =>
        find(headersOf(client)).catch(() => null),
      ),
    );
    expectThat(
      found.every(
        (one) =>
          one?.user?.email === anna.email &&
          one.session?.userId === one.user.id &&
          one.session.expiresAt instanceof Date,
      ),
      {
        found: found
          .map((one) =>
            one
              ? `{ ${Object.keys(one).join(", ")} }, срок — ${typeof one.session?.expiresAt}`
              : "ничего",
          )
          .join(" и "),
        why: "Вызывающему нужен и пользователь, и его сессия: { session, user } — то, что возвращает auth.api.getSession. Даты в ней — даты (Date): строку, которая прошла через JSON, со временем не сравнить.",
        file: FILE,
      },
    );
  });

  leakTests(FILE);
});
