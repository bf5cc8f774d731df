import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { describe, test } from "vitest";
import { sql, whileRefusing } from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { anna, boris, registered } from "../support/people.ts";
import { HttpClient, type Answer } from "../support/http-client.ts";

const SIGN_IN = "src/auth/sign-in.ts";
const AUTH = "src/auth/auth.ts";

const signIn = (form: unknown, client = new HttpClient()) =>
  client.post("/api/sign-in", form);

const sessionCookie = (answer: Answer) =>
  answer.cookies.find((line) => /session_token=[^;]+/.test(line));

/** How often the password was hashed: the slow part of signing in. */
async function hashesDuring(run: () => Promise<unknown>): Promise<number> {
  const scrypt = crypto.scrypt;
  let hashes = 0;
  crypto.scrypt = new Proxy(scrypt, {
    apply(target, self, values) {
      hashes += 1;
      return Reflect.apply(target, self, values);
    },
  });
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    crypto.scrypt = scrypt;
    syncBuiltinESMExports();
  }
  return hashes;
}

/** Sessions that this test's sign-ins opened: registration opens one too. */
async function sessionsAfterRegistration() {
  await registered(anna);
  await sql("delete from sessions");
}

describe("bauth05", () => {
  test("верные данные: ответ 200 и пользователь", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn(anna);
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
    const answer = await signIn(anna);
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
    const answer = await signIn(anna);
    expectThat(sessionCookie(answer) !== undefined, {
      found: `${answer.found}; заголовки Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
      why: "Сессия в базе открыта, но браузер о ней не узнал: следующий запрос снова будет анонимным. auth.api.* возвращает cookie в заголовках, и в ответ их переносите вы.",
      file: SIGN_IN,
    });
  });

  test("cookie открывает именно эту сессию", async () => {
    await sessionsAfterRegistration();
    const client = new HttpClient();
    await signIn(anna, client);
    const answer = await client.get("/api/auth/get-session");
    expectThat(answer.json?.user?.email === anna.email, {
      found: answer.found,
      why: "Cookie подписана: имя и значение должны дойти до браузера без изменений, иначе подпись не сойдётся.",
      file: SIGN_IN,
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
      const answer = await signIn(anna);
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
    const origin = "https://notes.example";
    const answer = await restartedWith({ BETTER_AUTH_URL: origin }, () =>
      signIn(anna, new HttpClient(origin)),
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

  test("token сессии не попадает в тело ответа", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn(anna);
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
  });

  test("неверный пароль и незнакомый e-mail неотличимы", async () => {
    await sessionsAfterRegistration();
    const wrong = await signIn({ ...anna, password: "wrong password" });
    const unknown = await signIn({ ...anna, email: "who@example.com" });
    expectThat(wrong.status === 401 && unknown.status === 401, {
      found: `неверный пароль — ${wrong.found}; незнакомый e-mail — ${unknown.found}`,
      why: "Данные не подошли — это 401. Ошибка входа не поломка сервера и не успех.",
      file: SIGN_IN,
    });
    expectThat(wrong.text === unknown.text, {
      found: `«${wrong.text}» и «${unknown.text}»`,
      why: "По разным ответам посторонний переберёт адреса и узнает, кто у вас зарегистрирован.",
      file: SIGN_IN,
    });
    expectThat(
      wrong.json?.code !== undefined &&
        /[а-яё]/i.test(wrong.json?.message ?? ""),
      {
        found: wrong.found,
        why: "Страница покажет message как есть: нужен отказ с кодом (code) и фразой по-русски. Отказы Better Auth переводит refusalFrom.",
        file: SIGN_IN,
      },
    );
  });

  test("и по времени ответа они неотличимы: пароль хэшируется в обоих случаях", async () => {
    await sessionsAfterRegistration();
    const wrong = await hashesDuring(() =>
      signIn({ ...anna, password: "wrong password" }),
    );
    const unknown = await hashesDuring(() =>
      signIn({ ...anna, email: "who@example.com" }),
    );
    expectThat(wrong > 0 && wrong === unknown, {
      found: `хэширований при неверном пароле: ${wrong}, при незнакомом e-mail: ${unknown}`,
      why: "Хэш считается около 70 мс. Если для незнакомого e-mail его не считают, ответ приходит заметно раньше и выдаёт, что такого пользователя нет. Better Auth это учитывает: не ищите пользователя сами.",
      file: SIGN_IN,
    });
  });

  for (const [what, form] of [
    ["пустая форма", {}],
    ["пароль не строка", { email: anna.email, password: 12345678 }],
    ["e-mail — список", { email: [anna.email], password: anna.password }],
    ["не форма, а null", null],
    ["не форма, а список", [anna]],
  ] as const) {
    test(`${what} — отказ 400, а не поломка`, async () => {
      const answer = await signIn(form);
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

  test("поломка базы — ошибка сервера, а не «неверный пароль»", async () => {
    await sessionsAfterRegistration();
    const answer = await whileRefusing("sessions", () => signIn(anna));
    expectThat(answer.status >= 500, {
      found: answer.found,
      why: "Пароль верный, сломался сервер. Человек, которому говорят «неверный пароль», начнёт его менять, а вы о поломке не узнаете. Отказом отвечают только на отказ Better Auth, остальное бросают дальше.",
      file: SIGN_IN,
    });
  });

  test("отказ не открывает сессию и не ставит cookie", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn({ ...anna, password: "wrong password" });
    const rows = await sql("select 1 from sessions");
    expectThat(
      answer.status === 401 && rows.length === 0 && !sessionCookie(answer),
      {
        found: `${answer.found}; строк в sessions: ${rows.length}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
        why: "Сессия появляется только после проверки пароля.",
        file: SIGN_IN,
      },
    );
  });

  test("каждый вход — новый token", async () => {
    await sessionsAfterRegistration();
    const client = new HttpClient();
    await signIn(anna, client);
    const answer = await signIn(anna, client);
    const rows = await sql("select distinct token from sessions");
    expectThat(rows.length === 2, {
      found: `${answer.found}; разных token после двух входов: ${rows.length}`,
      why: "Если token не меняется при входе, его можно подсунуть жертве заранее (session fixation). А прежние сессии вход не трогает: на них другие устройства.",
      file: SIGN_IN,
    });
  });

  test("несколько устройств: у каждого своя сессия, и видно, чья", async () => {
    await sessionsAfterRegistration();
    const answers: Answer[] = [];
    for (const device of ["Телефон", "Ноутбук"]) {
      const agent = device === "Телефон" ? "Phone/1.0" : "Laptop/1.0";
      answers.push(
        await new HttpClient().post("/api/sign-in", anna, {
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

  test("адрес посетителя не берётся из заголовка, который напишет любой", async () => {
    await sessionsAfterRegistration();
    const lies = {
      "x-forwarded-for": "6.6.6.6",
      "x-real-ip": "6.6.6.6",
      forwarded: "for=6.6.6.6",
    };
    await new HttpClient().post("/api/sign-in", anna, { headers: lies });
    const [session] = await sql("select ip_address from sessions");
    expectThat(!session?.ip_address?.startsWith("6."), {
      found: `посетитель написал x-forwarded-for: 6.6.6.6, и в sessions.ip_address лежит ${session?.ip_address}`,
      why: "По адресу человек узнаёт чужой вход, и подделка его успокоит. Верить можно только заголовку, который ставит ваш собственный прокси, затирая присланный.",
      file: "src/auth/advanced.ts",
    });
    const answer = await restartedWith(
      { CLIENT_IP_HEADER: "x-real-ip" },
      () => new HttpClient().post("/api/sign-in", anna, { headers: lies }),
    );
    const behindProxy = await sql(
      "select 1 from sessions where ip_address = '6.6.6.6'",
    );
    expectThat(behindProxy.length === 1, {
      found: `прокси настроен (CLIENT_IP_HEADER=x-real-ip), ${answer.found}, а адреса из его заголовка в sessions нет`,
      why: "За прокси все посетители приходят с его адреса: настоящий знает только он.",
      file: "src/auth/advanced.ts",
    });
  });

  test("перебор паролей останавливается, другим людям это не мешает", async () => {
    await registered(anna);
    await registered(boris);
    const { guesses, right, neighbour } = await restartedWith(
      { NODE_ENV: "production" },
      async () => {
        const guesses: number[] = [];
        for (let guess = 1; guess <= 10; guess += 1) {
          const form = { ...anna, password: `guess number ${guess}` };
          guesses.push((await signIn(form)).status);
        }
        const shouted = { ...anna, email: "ANNA@example.com" };
        return {
          guesses,
          right: await signIn(shouted),
          neighbour: await signIn(boris),
        };
      },
    );
    expectThat(
      right.status === 429 && Number(right.headers.get("retry-after")) > 0,
      {
        found: `десять неверных паролей подряд: ${guesses.join(", ")}; одиннадцатая попытка — ${right.found}`,
        why: "Ограничитель Better Auth сторожит только собственные адреса, auth.api он не видит. Без своего пароль можно угадывать, пока не надоест.",
        file: "src/app/api/json-post.ts",
      },
    );
    expectThat(neighbour.status === 200, {
      found: `Борис в это время: ${neighbour.found}`,
      why: "Попытки считают для каждого e-mail отдельно: иначе один злоумышленник закроет вход всем.",
      file: "src/auth/rate-limit.ts",
    });
  });

  test("чужая страница не может войти за посетителя", async () => {
    await sessionsAfterRegistration();
    const answer = await signIn(
      anna,
      new HttpClient("https://evil.example"),
    );
    expectThat(answer.status === 403 && !sessionCookie(answer), {
      found: answer.found,
      why: "Так жертву незаметно вводят под чужой учётной записью (login CSRF): её данные попадут злоумышленнику.",
      file: "src/app/api/sign-in/route.ts",
    });
  });

  leakTests("src/auth/auth.ts");
});
