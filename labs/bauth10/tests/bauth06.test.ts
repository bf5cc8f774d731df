import { createHmac } from "node:crypto";
import { describe, test } from "vitest";
import { sql, whileTableIsAway } from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
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
        `Cookie ${value.slice(0, 40)}… написал сам посетитель, base64 и JWT без проверки подписи читает и пишет каждый. В нашей cookie нет данных пользователя — только указатель на строку в sessions.`,
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
    await expectRefused(
      holding(signed("unknown-token", process.env.BETTER_AUTH_SECRET!)),
      "Подпись говорит «это мы выдали», но жива ли сессия, знает только база.",
    );
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
    await registered(anna);
    const [user] = await sql("select id, email from users");
    const token = await tokenOf(anna.email);
    const claims: Record<string, string>[] = [
      { "x-user-id": user!.id },
      { "x-user-email": user!.email },
      { "x-session-token": token },
      { authorization: `Bearer ${user!.id}` },
      { authorization: `Bearer ${token}` },
      {
        cookie: `userId=${user!.id}; user_id=${user!.id}; email=${user!.email}`,
      },
      { cookie: `session=${token}; token=${token}` },
    ];
    for (const headers of claims) {
      const answer = await new HttpClient().get("/api/me", { headers });
      expectThat(answer.status === 401, {
        found: `${answer.found} на запрос с заголовком ${JSON.stringify(headers)}`,
        why: whyNotRefused(
          answer.status,
          "Всё, что прислал клиент, он мог и придумать. Кто он, говорит только сессия, а её — подписанная cookie.",
        ),
        file: FILE,
      });
    }
  });

  test("база не отвечает — это поломка, а не «вы не вошли»", async () => {
    const client = await registered(anna);
    const before = await client.get("/api/me");
    const answer = await whileTableIsAway("sessions", () =>
      client.get("/api/me"),
    );
    expectThat(before.status === 200 && answer.status >= 500, {
      found: `пока база работает — ${before.found}; когда таблица sessions недоступна — ${answer.found}`,
      why: "Проглоченная ошибка (catch, который возвращает null) говорит человеку «войдите снова», хотя сломался сервер, и прячет поломку от вас. UNAUTHORIZED — только когда сессии нет; остальные исключения пусть летят дальше.",
      file: FILE,
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
    const headers = new Headers({
      cookie: `${COOKIE}=${client.cookies.get(COOKIE)}`,
    });
    const found = await Promise.all(
      [getSession, requireSession].map((find) =>
        find(headers).catch(() => null),
      ),
    );
    expectThat(
      found.every(
        (one) =>
          one?.user?.email === anna.email &&
          one.session?.userId === one.user.id,
      ),
      {
        found: found
          .map((one) =>
            one ? `{ ${Object.keys(one).join(", ")} }` : "ничего",
          )
          .join(" и "),
        why: "Вызывающему нужен и пользователь, и его сессия: { session, user } — то, что возвращает auth.api.getSession.",
        file: FILE,
      },
    );
  });

  leakTests("src/auth/auth.ts");
});
