import { describe, test, vi } from "vitest";
import {
  sql,
  whileRefusing,
  whileTableIsAway,
} from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { foreignOrigins, SITE } from "../support/origins.ts";
import {
  anna,
  boris,
  credentials,
  registered,
} from "../support/people.ts";
import { slowWorkDuring } from "../support/slow-work.ts";
import { HttpClient, type Answer } from "../support/http-client.ts";

const SIGN_IN = "src/auth/sign-in.ts";
const AUTH = "src/auth/auth.ts";

/** How far a measured time may be off, s. */
const TOLERANCE = 60;
const A_DAY = 24 * 60 * 60;

const form = credentials(anna);
const wrong = { ...form, password: "wrong password" };
const unknown = { ...form, email: "who@example.com" };

const signIn = (what: unknown, client = new HttpClient()) =>
  client.post("/api/sign-in", what);

const sessionCookie = (answer: Answer) =>
  answer.cookies.find((line) => /session_token=[^;]+/.test(line));

/** The token that an answer's cookie carries. */
function tokenOf(answer: Answer): string | undefined {
  const value = /session_token=([^;]+)/.exec(sessionCookie(answer) ?? "");
  return value ? decodeURIComponent(value[1]!).split(".")[0] : undefined;
}

/** Sessions that this test's sign-ins opened: registration opens one too. */
async function sessionsAfterRegistration() {
  await registered(anna);
  await sql("delete from sessions");
}

/** All that an outsider can tell two answers apart by. */
function traitsOf({ status, headers, cookies, text }: Answer): string {
  const plain = [...headers].filter(
    ([name]) => !["date", "retry-after", "set-cookie"].includes(name),
  );
  return [
    `ответ ${status}`,
    ...plain.map((pair) => pair.join(": ")),
    ...cookies.map((line) => `set-cookie: ${line}`),
    text,
  ].join("\n");
}

/** The first line that one of two answers does not share. */
function difference(one: string, other: string): string {
  const lines = other.split("\n");
  return one.split("\n").find((line) => !lines.includes(line)) ?? "—";
}

/** Everything auth has stored, to see whether a request has changed it. */
async function stored(tables: string[]): Promise<string> {
  const rows = await Promise.all(
    tables.map((table) =>
      sql(
        `select to_jsonb(t) - 'updated_at' as row from ${table} t order by id`,
      ),
    ),
  );
  return JSON.stringify(rows);
}

describe("bauth05", () => {
  test("верные данные: ответ 200 и пользователь", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn(form);
    expectThat(
      answer.status === 200 && answer.json?.user?.email === anna.email,
      {
        found: answer.found,
        why: "Странице нужно знать, кто вошёл: { user: { id, name, email, role } }.",
        file: SIGN_IN,
      },
    );
  });

  test("вход создаёт строку в sessions со сроком в будущем", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn(form);
    const rows = await sql<{ email: string; alive: boolean }>(
      `select users.email, expires_at > now() as alive from sessions
       join users on users.id = sessions.user_id`,
    );
    expectThat(
      rows.length === 1 && rows[0]!.email === anna.email && rows[0]!.alive,
      {
        found: `${answer.found}; действующих строк в sessions: ${rows.filter(({ alive }) => alive).length}`,
        why: "Сессия — это строка в базе: её можно найти, продлить и отозвать. Cookie лишь указывает на неё.",
        file: SIGN_IN,
      },
    );
  });

  test("браузер получает cookie сессии", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn(form);
    expectThat(sessionCookie(answer) !== undefined, {
      found: `${answer.found}; заголовки Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
      why: "Сессия в базе открыта, но браузер о ней не узнал: следующий запрос снова будет анонимным. auth.api.* возвращает cookie в заголовках, и в ответ их переносите вы.",
      file: SIGN_IN,
    });
  });

  test("cookie открывает именно эту сессию", async () => {
    await sessionsAfterRegistration();
    const client = new HttpClient();
    await signIn(form, client);
    const answer = await client.get("/api/auth/get-session");
    expectThat(answer.json?.user?.email === anna.email, {
      found: answer.found,
      why: "Cookie подписана: имя и значение должны дойти до браузера без изменений, иначе подпись не сойдётся.",
      file: SIGN_IN,
    });
  });

  test("сессию помнит база, а не процесс", async () => {
    await sessionsAfterRegistration();
    const client = new HttpClient();
    await signIn(form, client);
    const restarted = await restartedWith({}, () =>
      client.get("/api/auth/get-session"),
    );
    expectThat(restarted.json?.user?.email === anna.email, {
      found: `сервер перезапустили; сессия — ${restarted.found}`,
      why: "Память процесса исчезает при каждом обновлении сайта, а на втором сервере её и не было: все вылетят. Сессия — это строка в sessions.",
      file: AUTH,
    });
    await sql("delete from sessions");
    const revoked = await client.get("/api/auth/get-session");
    expectThat(!revoked.json?.user, {
      found: `строку сессии удалили; сессия — ${revoked.found}`,
      why: "Отозвать сессию — удалить её строку. Копия в памяти процесса или в cookie (cookieCache) об этом не узнает, и украденная сессия будет работать дальше.",
      file: AUTH,
    });
  });

  for (const [attribute, why] of [
    [
      "HttpOnly",
      "Без HttpOnly cookie читает любой скрипт на странице, в том числе чужой (XSS).",
    ],
    [
      "SameSite=Lax",
      "Lax не даёт браузеру приложить cookie к POST-запросу с чужого сайта: это первая преграда для CSRF.",
    ],
    [
      "Path=/",
      "С другим Path cookie не придёт к части адресов приложения.",
    ],
  ] as const) {
    test(`cookie сессии помечена ${attribute}`, async () => {
      await sessionsAfterRegistration();
      const answer = await signIn(form);
      const cookie = sessionCookie(answer);
      const attributes = cookie
        ?.split(";")
        .map((part) => part.trim().toLowerCase());
      expectThat(attributes?.includes(attribute.toLowerCase()) === true, {
        found: cookie
          ? `Set-Cookie: ${cookie}`
          : `${answer.found}, cookie сессии нет`,
        why,
        file: cookie ? AUTH : SIGN_IN,
      });
    });
  }

  test("за https cookie помечена Secure", async () => {
    await sessionsAfterRegistration();
    const answer = await restartedWith({ BETTER_AUTH_URL: SITE }, () =>
      signIn(form, new HttpClient(SITE)),
    );
    const cookie = sessionCookie(answer);
    expectThat(cookie !== undefined && /;\s*Secure/i.test(cookie), {
      found: cookie
        ? `Set-Cookie: ${cookie}`
        : `${answer.found}, cookie сессии нет`,
      why: "Без Secure браузер отправит cookie и по http, где её прочтёт любой, кто слушает сеть.",
      file: cookie ? AUTH : SIGN_IN,
    });
  });

  test("cookie живёт столько же, сколько сессия в базе", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn(form);
    const [session] = await sql<{ left: string }>(
      "select extract(epoch from expires_at - now()) as left from sessions",
    );
    const [, maxAge] =
      /max-age=(\d+)/i.exec(sessionCookie(answer) ?? "") ?? [];
    const left = Math.round(Number(session?.left));
    expectThat(Math.abs(Number(maxAge) - left) <= TOLERANCE, {
      found: `${answer.found}; Max-Age cookie: ${maxAge ?? "нет"}, а сессии в базе осталось ${left} с`,
      why: "Cookie без срока исчезнет, как только браузер закроют, — а сессия в базе останется. Cookie, которая переживёт сессию, бесполезна. Срок ставит Better Auth, вам нужно его не потерять.",
      file: SIGN_IN,
    });
  });

  test("каждая cookie доходит отдельной строкой Set-Cookie", async () => {
    await registered(anna);
    const { auth } = await import("../src/auth/auth");
    // Who once asked not to be remembered has one more cookie; now it must go.
    const { headers } = await auth.api.signInEmail({
      body: { ...form, rememberMe: false },
      returnHeaders: true,
    });
    const client = new HttpClient();
    for (const line of headers.getSetCookie()) {
      const [, name = "", value = ""] =
        /^([^=]+)=([^;]*)/.exec(line) ?? [];
      client.cookies.set(name, value);
    }
    const answer = await signIn(form, client);
    const names = answer.cookies.map((line) => line.split("=")[0]!);
    expectThat(
      names.some((name) => name.endsWith("session_token")) &&
        names.some((name) => name.endsWith("dont_remember")),
      {
        found: `Better Auth поставил две cookie; ${answer.found}; строки Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
        why: "У входа бывает не одна cookie. Склеенные запятой, браузер читает как одну, а set() в цикле оставляет последнюю: строки берут из getSetCookie() и добавляют по одной (append).",
        file: SIGN_IN,
      },
    );
  });

  test("token сессии не попадает в тело ответа", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn(form);
    const [session] = await sql("select token from sessions");
    expectThat(session !== undefined && answer.status === 200, {
      found: `${answer.found}; строк в sessions: ${session ? 1 : 0}`,
      why: "Проверять нечего, пока вход не открывает сессию.",
      file: SIGN_IN,
    });
    expectThat(
      !answer.text.includes(session.token) &&
        !answer.text.includes(anna.password),
      {
        found: answer.found,
        why: "Тело ответа доступно скрипту, и token обычно оседает в localStorage. HttpOnly тогда ничего не защищает. Пароль в ответе тем более не нужен.",
        file: SIGN_IN,
      },
    );
    const elsewhere = [
      ...[...answer.headers].filter(([name]) => name !== "set-cookie"),
      ...answer.cookies
        .filter((line) => line !== sessionCookie(answer))
        .map((line) => ["set-cookie", line]),
    ].find((pair) => pair.join().includes(session.token));
    expectThat(elsewhere === undefined, {
      found: `token лежит ещё и здесь: ${elsewhere?.join(": ")}`,
      why: "У token одно место — подписанная cookie сессии. В другом заголовке или второй cookie он остаётся без подписи и без отметок, и отзовут его не там.",
      file: SIGN_IN,
    });
  });

  test("неверный пароль и незнакомый e-mail неотличимы", async () => {
    await sessionsAfterRegistration();
    const refused = await signIn(wrong);
    const nobody = await signIn(unknown);
    expectThat(refused.status === 401 && nobody.status === 401, {
      found: `неверный пароль — ${refused.found}; незнакомый e-mail — ${nobody.found}`,
      why: "Данные не подошли — это 401. Ошибка входа не поломка сервера и не успех.",
      file: SIGN_IN,
    });
    expectThat(refused.text === nobody.text, {
      found: `«${refused.text}» и «${nobody.text}»`,
      why: "По разным ответам посторонний переберёт адреса и узнает, кто у вас зарегистрирован.",
      file: SIGN_IN,
    });
    expectThat(
      refused.json?.code !== undefined &&
        /[а-яё]/i.test(refused.json?.message ?? ""),
      {
        found: refused.found,
        why: "Страница покажет message как есть: нужен отказ с кодом (code) и фразой по-русски. Отказы Better Auth переводит refusalFrom.",
        file: SIGN_IN,
      },
    );
    const [one, other] = [traitsOf(refused), traitsOf(nobody)];
    expectThat(one === other, {
      found: `слова одни, но у неверного пароля — «${difference(one, other)}», у незнакомого e-mail — «${difference(other, one)}»`,
      why: "Заголовок или cookie, которых в другом случае нет, выдают не хуже слов: посторонний переберёт адреса и узнает, кто у вас зарегистрирован.",
      file: SIGN_IN,
    });
  });

  test("и после десятка попыток они неотличимы", async () => {
    await sessionsAfterRegistration();
    const attempts = Array.from({ length: 12 }, (_, at) => at);
    const [known, nobody] = await restartedWith(
      { NODE_ENV: "production" },
      async () => {
        const series: string[][] = [[], []];
        for (const [at, what] of [wrong, unknown].entries())
          for (const attempt of attempts)
            series[at]!.push(
              traitsOf(
                await signIn({ ...what, password: `guess ${attempt}` }),
              ),
            );
        return series as [string[], string[]];
      },
    );
    const at = known.findIndex(
      (traits, index) => traits !== nobody[index],
    );
    expectThat(at < 0, {
      found: `попытка ${at + 1}: у знакомого e-mail — «${difference(known[at] ?? "", nobody[at] ?? "")}», у незнакомого — «${difference(nobody[at] ?? "", known[at] ?? "")}»`,
      why: "Если блокируют и считают попытки только у тех, кто зарегистрирован, блокировка и выдаёт, кто это. Для незнакомого e-mail всё должно идти так же.",
      file: SIGN_IN,
    });
  });

  test("и по времени ответа они неотличимы: пароль хэшируется в обоих случаях", async () => {
    await sessionsAfterRegistration();
    const known = await slowWorkDuring(() => signIn(wrong));
    const nobody = await slowWorkDuring(() => signIn(unknown));
    expectThat(known.hashes > 0 && known.hashes === nobody.hashes, {
      found: `хэширований при неверном пароле: ${known.hashes}, при незнакомом e-mail: ${nobody.hashes}`,
      why: "Хэш считается около 70 мс. Если для незнакомого e-mail его не считают, ответ приходит заметно раньше и выдаёт, что такого пользователя нет. Better Auth это учитывает: не ищите пользователя сами.",
      file: SIGN_IN,
    });
    expectThat(known.waits === nobody.waits, {
      found: `перед отказом ждут: при неверном пароле ${known.waits} мс, при незнакомом e-mail ${nobody.waits} мс`,
      why: "Пауза только в одном из случаев — та же подсказка: по времени ответа видно, зарегистрирован ли e-mail. Если ждать, то в обоих.",
      file: SIGN_IN,
    });
  });

  test("пароль сравнивают как есть: важен каждый знак", async () => {
    const password = `  Пароль «Ёлка»  <b>&"'</b> ${"длинный-".repeat(9)}конец `;
    const zoya = { name: "Зоя", email: "zoya@example.com", password };
    await registered(zoya);
    const exact = await signIn(credentials(zoya));
    expectThat(exact.status === 200, {
      found: `пароль с пробелами, знаками и русскими буквами (${password.length} символов): ${exact.found}`,
      why: "С этим паролем человек зарегистрировался: обрезанный, «очищенный» или укороченный — уже другой пароль, и хозяин не войдёт.",
      file: SIGN_IN,
    });
    await registered(anna);
    for (const [what, { email }, other] of [
      ["без пробелов по краям", zoya, password.trim()],
      ["строчными буквами", zoya, password.toLowerCase()],
      ["с другим концом", zoya, `${password.slice(0, 72)}другой`],
      ["без повторных пробелов", zoya, password.replace(/ +/g, " ")],
      ["без знаков < > & \" '", zoya, password.replace(/[<>&"']/g, "")],
      ["без русских букв", zoya, password.replace(/[^ -~]/g, "")],
      ["с пробелами по краям", anna, ` ${anna.password} `],
      ["прописными буквами", anna, anna.password.toUpperCase()],
      ["с большой буквы", anna, `C${anna.password.slice(1)}`],
    ] as const) {
      const answer = await signIn({ email, password: other });
      expectThat(answer.status >= 400 && answer.status < 500, {
        found: `пароль ${what}, а не такой, с каким регистрировались: ${answer.found}`,
        why: "Два разных пароля открывают один вход: перебирать стало легче. Пароль не обрезают, не меняют ему буквы и не «чистят» — он уходит в auth таким, каким его набрали.",
        file: SIGN_IN,
      });
    }
  });

  test("e-mail не превращается в чужой", async () => {
    const ivan = {
      name: "Иван",
      email: "ivan.petrov@gmail.com",
      password: "a password of ivan's own",
    };
    await registered(ivan);
    for (const email of [ivan.email, "Ivan.Petrov@Gmail.com"]) {
      const answer = await signIn({ email, password: ivan.password });
      expectThat(answer.status === 200, {
        found: `регистрировались как ${ivan.email}, входят как ${email}: ${answer.found}`,
        why: "Большие буквы в адресе ничего не значат, а точки и всё остальное — часть адреса: по нему человека и находят.",
        file: SIGN_IN,
      });
    }
    for (const email of [
      "ivanpetrov@gmail.com",
      "ivan.petrov+notes@gmail.com",
      "ivan.petrov@googlemail.com",
      "ivan_petrov@gmail.com",
      "%@gmail.com",
      "ivan.petrov",
      "ivan'.petrov@gmail.com",
      "\uff49van.petrov@gmail.com",
      "ivan.petrov@gmail.com' or '1'='1",
    ]) {
      const answer = await signIn({ email, password: ivan.password });
      expectThat(answer.status >= 400 && answer.status < 500, {
        found: `зарегистрирован ${ivan.email}, входят как ${email}: ${answer.found}`,
        why: "Это другой адрес, и хозяин у него может быть другой. Кто «приводит адреса к одному виду» или ищет их по образцу, однажды впустит не того.",
        file: SIGN_IN,
      });
    }
  });

  for (const [what, input] of [
    ["пустая форма", {}],
    ["пароль не строка", { email: anna.email, password: 12345678 }],
    ["e-mail — список", { email: [anna.email], password: anna.password }],
    ["не форма, а null", null],
    ["не форма, а список", [form]],
  ] as const) {
    test(`${what} — отказ 400, а не поломка`, async () => {
      const answer = await signIn(input);
      expectThat(
        answer.status === 400 && /[а-яё]/i.test(answer.json?.message),
        {
          found: answer.found,
          why: "Прислать можно что угодно. Неверная форма — ошибка посетителя, и ему нужно сказать, что исправить.",
          file: SIGN_IN,
        },
      );
    });
  }

  test("лишнее поле формы не уводит на чужой сайт", async () => {
    await sessionsAfterRegistration();
    const elsewhere = "https://evil.example/notes";
    const answer = await signIn({
      ...form,
      callbackURL: elsewhere,
      next: elsewhere,
      redirectTo: elsewhere,
    });
    const everything = `${traitsOf(answer)}\n${answer.status}`;
    expectThat(!everything.includes("evil.example"), {
      found: `прислали callbackURL, next и redirectTo с адресом ${elsewhere}; в ответе — «${everything.split("\n").find((line) => line.includes("evil.example"))}»`,
      why: "Поле дописал тот, кто прислал ссылку на вход: после верного пароля человек окажется на поддельном сайте. В auth уходят только проверенные поля формы, в браузер — только cookie.",
      file: SIGN_IN,
    });
  });

  for (const [what, breaking] of [
    [
      "sessions не принимает строк",
      () => whileRefusing("sessions", () => signIn(form)),
    ],
    [
      "users не читается",
      () => whileTableIsAway("users", () => signIn(form)),
    ],
    [
      "accounts не читается",
      () => whileTableIsAway("accounts", () => signIn(form)),
    ],
    [
      "users не читается, а пароль неверен",
      () => whileTableIsAway("users", () => signIn(wrong)),
    ],
  ] as const) {
    test(`поломка базы — ошибка сервера, а не «неверный пароль»: ${what}`, async () => {
      await sessionsAfterRegistration();
      const answer = await breaking();
      expectThat(answer.status >= 500, {
        found: answer.found,
        why: "Сломался сервер. Человек, которому говорят «неверный пароль», начнёт его менять, а вы о поломке не узнаете. Отказом отвечают только на отказ Better Auth, остальное бросают дальше.",
        file: SIGN_IN,
      });
    });
  }

  for (const [what, input] of [
    ["неверный пароль", wrong],
    ["незнакомый e-mail", unknown],
  ] as const) {
    test(`отказ ничего не меняет: ${what}`, async () => {
      const client = await registered(anna);
      const tables = ["users", "accounts", "sessions", "verifications"];
      const before = await stored(tables);
      const answer = await signIn(input, client);
      expectThat(answer.status === 401 && !sessionCookie(answer), {
        found: `${answer.found}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
        why: "Сессия появляется только после проверки пароля.",
        file: SIGN_IN,
      });
      const after = await stored(tables);
      const count = async (table: string) =>
        (await sql(`select 1 from ${table}`)).length;
      expectThat(before === after, {
        found: `вошла Анна, потом в той же форме ошиблись; в базе теперь пользователей ${await count("users")}, сессий ${await count("sessions")} (было по одной строке), и не все строки прежние`,
        why: "Пароль ещё не проверен: значит, никого нельзя ни завести, ни заблокировать, ни выгнать. Иначе это сделает посторонний, который пароля не знает.",
        file: SIGN_IN,
      });
    });
  }

  test("вход не трогает пользователя и его пароль", async () => {
    await sessionsAfterRegistration();
    const before = await stored(["accounts"]);
    const answer = await signIn(form);
    const after = await stored(["accounts"]);
    expectThat(answer.status === 200 && before === after, {
      found: `${answer.found}; строка в accounts ${before === after ? "прежняя" : "стала другой"}`,
      why: "Хэш уже лежит в accounts, медленный и с солью. Записать рядом сам пароль или быстрый хэш — значит отдать его вместе с первой утечкой.",
      file: SIGN_IN,
    });
  });

  test("каждый вход — новый token", async () => {
    await sessionsAfterRegistration();
    const client = new HttpClient();
    const first = await signIn(form, client);
    const second = await signIn(form, client);
    const rows = await sql("select token from sessions");
    expectThat(
      tokenOf(second) !== undefined &&
        tokenOf(first) !== tokenOf(second) &&
        rows.some(({ token }) => token === tokenOf(second)),
      {
        found: `вошли дважды в одном браузере; ${second.found}; token ${tokenOf(second) === undefined ? "не пришёл" : tokenOf(first) === tokenOf(second) ? "тот же" : "новый, но в sessions его нет"}`,
        why: "Если token не меняется при входе, его можно подсунуть жертве заранее (session fixation).",
        file: SIGN_IN,
      },
    );
  });

  test("несколько устройств: у каждого своя сессия, и видно, чья", async () => {
    await sessionsAfterRegistration();
    const answers: Answer[] = [];
    for (const device of ["Телефон", "Ноутбук"]) {
      const agent = device === "Телефон" ? "Phone/1.0" : "Laptop/1.0";
      answers.push(
        await new HttpClient().post("/api/sign-in", form, {
          headers: { "user-agent": agent },
        }),
      );
    }
    const agents = (
      await sql("select user_agent from sessions order by user_agent")
    ).map((row) => row.user_agent);
    expectThat(agents.join() === "Laptop/1.0,Phone/1.0", {
      found: `${answers.at(-1)!.found}; устройства в sessions: ${agents.join(", ") || "нет"}`,
      why: "По списку устройств человек узнаёт чужой вход. Better Auth берёт User-Agent из headers запроса: их нужно передать.",
      file: SIGN_IN,
    });
  });

  test("вход не завершает сессий в других браузерах", async () => {
    await registered(boris);
    await registered(anna);
    const others = await sql("select token from sessions");
    for (let count = 0; count < 3; count += 1) {
      const answer = await signIn(form);
      others.push({ token: tokenOf(answer) });
    }
    const again = new HttpClient();
    await signIn(form, again);
    const last = await signIn(form, again);
    const left = await sql("select token from sessions");
    const lost = others.filter(
      ({ token }) => !left.some((row) => row.token === token),
    );
    expectThat(last.status === 200 && lost.length === 0, {
      found: `открытых сессий в других браузерах было ${others.length}, после ещё одного входа исчезло ${lost.length}; ${last.found}`,
      why: "Войти с телефона — не повод выгонять ноутбук. Такой же User-Agent не значит «то же устройство»: у двух одинаковых телефонов он один. Завершить вход вправе только свою прежнюю сессию, ту, чья cookie пришла с запросом.",
      file: SIGN_IN,
    });
  });

  test("адрес посетителя не берётся из заголовка, который напишет любой", async () => {
    await sessionsAfterRegistration();
    const lies = {
      "x-forwarded-for": "6.6.6.6",
      "x-real-ip": "6.6.6.6",
      forwarded: "for=6.6.6.6",
    };
    await new HttpClient().post("/api/sign-in", form, { headers: lies });
    const [session] = await sql("select ip_address from sessions");
    expectThat(!session?.ip_address?.startsWith("6."), {
      found: `посетитель написал x-forwarded-for: 6.6.6.6, и в sessions.ip_address лежит ${session?.ip_address}`,
      why: "По адресу человек узнаёт чужой вход, и подделка его успокоит. Верить можно только заголовку, который ставит ваш собственный прокси, затирая присланный.",
      file: "src/auth/advanced.ts",
    });
  });

  test("за прокси в сессию попадает адрес, который назвал он", async () => {
    await sessionsAfterRegistration();
    const headers = {
      "x-real-ip": "203.0.113.7",
      "x-forwarded-for": "6.6.6.6",
    };
    const answer = await restartedWith(
      { CLIENT_IP_HEADER: "x-real-ip" },
      () => new HttpClient().post("/api/sign-in", form, { headers }),
    );
    const [session] = await sql("select ip_address from sessions");
    expectThat(session?.ip_address === "203.0.113.7", {
      found: `прокси настроен (CLIENT_IP_HEADER=x-real-ip) и пишет 203.0.113.7, а в sessions.ip_address — ${session?.ip_address ?? "пусто"}; ${answer.found}`,
      why: "За прокси все посетители приходят с его адреса: настоящий знает только он. Better Auth возьмёт его из заголовков запроса, если получит их все.",
      file: SIGN_IN,
    });
  });

  test("перебор паролей останавливается, другим людям это не мешает", async () => {
    await registered(anna);
    await registered(boris);
    /** Each time from another browser and another address, it says. */
    const guess = (at: number) =>
      new HttpClient().post(
        "/api/sign-in",
        { ...form, password: `guess number ${at}` },
        {
          headers: {
            "user-agent": `Guesser/${at}`,
            "x-forwarded-for": `198.51.100.${at}`,
            "x-real-ip": `198.51.100.${at}`,
          },
        },
      );
    const { guesses, right, neighbour, wait, later, again } =
      await restartedWith({ NODE_ENV: "production" }, async () => {
        const guesses: number[] = [];
        for (let at = 1; at <= 10; at += 1) {
          guesses.push((await guess(at)).status);
          // Whoever guesses has an account of their own, too.
          if (at === 5) await signIn(credentials(boris));
        }
        const right: Answer[] = [];
        for (const email of [
          "ANNA@example.com",
          anna.email,
          ` ${anna.email}`,
          `${anna.email}\n`,
        ])
          right.push(await signIn({ ...form, email }));
        const neighbour = await signIn(credentials(boris));
        const wait = Number(right[0]!.headers.get("retry-after"));
        vi.useFakeTimers({
          toFake: ["Date"],
          now: Date.now() + (wait + 1) * 1000,
        });
        const later = await signIn(form);
        let again = later;
        for (let at = 1; at <= 10; at += 1) again = await guess(at);
        vi.useRealTimers();
        return { guesses, right, neighbour, wait, later, again };
      });
    const [shouted] = right;
    expectThat(shouted!.status === 429 && wait > 0, {
      found: `десять неверных паролей подряд: ${guesses.join(", ")}; одиннадцатая попытка — ${shouted!.found}`,
      why: "Ограничитель Better Auth сторожит только собственные адреса, auth.api он не видит. Без своего пароль можно угадывать, пока не надоест. Считают по e-mail: адрес, браузер и cookie тот, кто угадывает, меняет.",
      file: "src/app/api/json-post.ts",
    });
    const around = right.find(({ status }) => status === 200);
    expectThat(around === undefined, {
      found: `попытки кончились (429), но следующая, с тем же e-mail или с пробелом на его краю, удалась: ${around?.found}`,
      why: "Запрет действует до конца срока. И если вход убирает из адреса пробелы, то и попытки нужно считать для адреса без них: иначе пробел открывает перебор заново.",
      file: "src/app/api/json-post.ts",
    });
    expectThat(neighbour.status === 200, {
      found: `Борис в это время: ${neighbour.found}`,
      why: "Попытки считают для каждого e-mail отдельно: иначе один злоумышленник закроет вход всем.",
      file: "src/auth/rate-limit.ts",
    });
    expectThat(later.status === 200 && wait <= A_DAY, {
      found: `Анну попросили подождать ${wait} с, она подождала и вошла с верным паролем: ${later.found}`,
      why: "Запрет без конца — подарок злоумышленнику: десять неверных паролей, и хозяин никогда больше не войдёт.",
      file: "src/auth/rate-limit.ts",
    });
    expectThat(again.status === 429, {
      found: `срок запрета прошёл, и ещё десять неверных паролей прошли без запрета: последний — ${again.found}`,
      why: "После запрета счёт начинается заново, а не прекращается.",
      file: "src/auth/rate-limit.ts",
    });
  });

  test("чужая страница не может войти за посетителя", async () => {
    await sessionsAfterRegistration();
    const answers = await restartedWith(
      { BETTER_AUTH_URL: SITE },
      async () => {
        const client = new HttpClient(SITE);
        const answers: [string, Answer][] = [];
        for (const [what, headers] of [
          ...foreignOrigins,
          ["запрос без Origin", { origin: "" }] as const,
        ])
          answers.push([
            what,
            await client.post("/api/sign-in", form, { headers }),
          ]);
        // Whoever answers this lets a foreign page read all the rest.
        await client.fetch("/api/sign-in", {
          method: "OPTIONS",
          headers: {
            origin: "https://evil.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
          },
        });
        return answers;
      },
    );
    for (const [what, answer] of answers)
      expectThat(answer.status === 403 && !sessionCookie(answer), {
        found: `${what}: ${answer.found}`,
        why: "Так жертву незаметно вводят под чужой учётной записью (login CSRF): её данные попадут злоумышленнику.",
        file: "src/app/api/sign-in/route.ts",
      });
  });

  test("войти можно только POST-запросом", async () => {
    await sessionsAfterRegistration();
    const query = new URLSearchParams(form);
    const answer = await new HttpClient().get(`/api/sign-in?${query}`);
    const rows = await sql("select 1 from sessions");
    expectThat(
      answer.status >= 400 && answer.status < 500 && rows.length === 0,
      {
        found: `GET /api/sign-in с паролем в адресе: ${answer.found}`,
        why: "Адрес с паролем остаётся в истории браузера и в журналах серверов, а GET-запрос сделает за посетителя и картинка на чужой странице.",
        file: "src/app/api/sign-in/route.ts",
      },
    );
  });

  leakTests(SIGN_IN);
});
