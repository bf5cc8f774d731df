import { describe, test } from "vitest";
import { sql, whileRevoking } from "../support/database.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { anna, boris, registered, signedIn } from "../support/people.ts";
import { HttpClient, type Answer } from "../support/http-client.ts";

const AUTH = "src/auth/auth.ts";
const SESSION = "src/auth/session.ts";
const CLEAN_UP = "src/auth/clean-up.ts";

const DAY = 24 * 60 * 60;
/** How far a measured time may be off, s. */
const TOLERANCE = 60;

const near = (seconds: number, wanted: number) =>
  Math.abs(seconds - wanted) <= TOLERANCE;

/** Every way into the application that needs a session. */
const paths: [string, (client: HttpClient) => Promise<Answer>][] = [
  ["/api/me", (client) => client.get("/api/me")],
  ["notes.list", (client) => client.query("notes.list")],
  [
    "notes.create",
    (client) => client.mutate("notes.create", { text: "поздно" }),
  ],
  [
    "notes.delete",
    (client) =>
      client.mutate("notes.delete", {
        id: "00000000-0000-4000-8000-000000000000",
      }),
  ],
];

/** "6 дней 23 ч 50 мин", for people. */
function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const parts = [
    [Math.trunc(minutes / 1440), "дн."],
    [Math.trunc((minutes % 1440) / 60), "ч"],
    [minutes % 60, "мин"],
  ] as const;
  return (
    parts
      .filter(([count]) => count !== 0)
      .map(([count, unit]) => `${count} ${unit}`)
      .join(" ") || "0 мин"
  );
}

/** Seconds that the sessions still have, the shortest first. */
async function timeLeft(): Promise<number[]> {
  const rows = await sql<{ left: string }>(
    `select extract(epoch from expires_at - now()) as left from sessions
     order by expires_at`,
  );
  return rows.map((row) => Number(row.left));
}

/** Moves the end of all sessions to so many seconds from now. */
const setTimeLeft = (seconds: number) =>
  sql(
    "update sessions set expires_at = now() + make_interval(secs => $1)",
    [seconds],
  );

/** Registers a person; when the settings make that fail, says so. */
const withSession = (person: typeof anna) =>
  registered(person, ({ status, found }) => {
    expectThat(!/max-?age/i.test(found), {
      found,
      why: "Браузеры не хранят cookie дольше 400 дней, и Better Auth отказался её ставить. expiresIn и updateAge считают в секундах: в сутках их 60 · 60 · 24, умножать ещё на 1000 не нужно.",
      file: AUTH,
    });
    expectThat(status === 200, {
      found: `регистрация — ${found}`,
      why: "С неё начинается этот тест, и на прошлых шагах она работала. На этом шаге вы меняли настройки сессии: посмотрите, что в них.",
      file: AUTH,
    });
  });

/** Every cookie on a line of its own: joined by commas, browsers lose all but one. */
const eachOnItsLine = (answer: Answer) =>
  answer.cookies.every((line) => !/,\s*[^;=,\s]+=/.test(line));

const cookieLifetime = (answer: Answer): number | undefined => {
  const line = answer.cookies.find((one) =>
    /session_token=[^;]+/.test(one),
  );
  const seconds = /max-age=(\d+)/i.exec(line ?? "")?.[1];
  return seconds === undefined ? undefined : Number(seconds);
};

describe("bauth08", () => {
  test("вход открывает сессию на семь дней", async () => {
    await withSession(anna);
    await sql("delete from sessions");
    await signedIn(anna);
    const [left] = await timeLeft();
    expectThat(left !== undefined && near(left, 7 * DAY), {
      found:
        left === undefined
          ? "сессии нет"
          : `срок сессии: ${duration(left)}`,
      why: "Чем дольше живёт сессия, тем дольше пользуется ею тот, кто её украл. Срок — решение, а не случайность: здесь это семь дней, в секундах.",
      file: AUTH,
    });
  });

  test("cookie живёт столько же, сколько сессия", async () => {
    const client = await withSession(anna);
    const answer = await client.post("/api/sign-in", anna);
    const lifetime = cookieLifetime(answer);
    expectThat(lifetime !== undefined && near(lifetime, 7 * DAY), {
      found:
        lifetime === undefined
          ? `${answer.found}, срока у cookie нет`
          : `Max-Age cookie: ${duration(lifetime)}`,
      why: "Если cookie умрёт раньше, человека выкинет без причины; если позже — браузер будет слать мёртвый token.",
      file: AUTH,
    });
  });

  for (const [name, send] of paths) {
    test(`истёкшая сессия не действует: ${name}`, async () => {
      const client = await withSession(anna);
      await send(client);
      await setTimeLeft(-1);
      const answer = await send(client);
      expectThat(answer.status === 401, {
        found: answer.found,
        why: "Срок проверяется в одном месте — в getSession, поэтому действует на каждом адресе. Проверку в отдельном маршруте однажды забудут.",
        file: SESSION,
      });
    });
  }

  test("истёкшая сессия: её строка удалена, остальные живы", async () => {
    const client = await withSession(anna);
    await setTimeLeft(-1);
    const phone = await signedIn(anna);
    const neighbour = await registered(boris);
    const answer = await client.get("/api/me");
    const left = await timeLeft();
    const expired = left.filter((seconds) => seconds < 0);
    expectThat(answer.status === 401 && expired.length < 2, {
      found: `${answer.found}; истёкших строк в sessions: ${expired.length}`,
      why: "Мёртвую строку незачем хранить: чем меньше token в таблице, тем меньше утечёт. Встретив её, auth.api.getSession удаляет её сам.",
      file: SESSION,
    });
    const others = [
      (await phone.get("/api/me")).status,
      (await neighbour.get("/api/me")).status,
    ];
    expectThat(others.join() === "200,200", {
      found: `у Анны на ноутбуке истёк срок; её телефон теперь получает ${others[0]}, Борис — ${others[1]}`,
      why: "Срок у каждой сессии свой. Истекла одна — остальные ни при чём.",
      file: SESSION,
    });
  });

  test("истёкшая сессия: браузер забывает cookie", async () => {
    const client = await withSession(anna);
    await setTimeLeft(-1);
    const answer = await client.get("/api/me");
    const cleared = answer.cookies.some((line) =>
      /session_token=;.*max-age=0/i.test(line),
    );
    expectThat(cleared && eachOnItsLine(answer), {
      found: `${answer.found}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
      why: "Better Auth стирает cookie мёртвой сессии заголовками Set-Cookie, по одному на каждую. Они дойдут до браузера, только если перенести в ответ все и не склеивать: getSetCookie() и append.",
      file: SESSION,
    });
  });

  for (const [what, left, clock, wanted] of [
    ["прошлое, но сессия истекла", -60, "2001-01-01", 401],
    ["будущее, но сессия жива", 3 * DAY, "2099-01-01", 200],
  ] as const) {
    test(`клиент перевёл часы в ${what}: решает время сервера`, async () => {
      const client = await withSession(anna);
      await setTimeLeft(left);
      const time = new Date(clock);
      const answer = await client.get("/api/me", {
        headers: {
          date: time.toUTCString(),
          "x-client-time": time.toISOString(),
          "x-client-date": time.toISOString(),
          "x-timestamp": String(time.getTime()),
          "x-time": String(time.getTime()),
          "x-now": String(time.getTime()),
          "if-modified-since": time.toUTCString(),
        },
      });
      expectThat(answer.status === wanted, {
        found: `часы клиента показывают ${clock}; ${answer.found}`,
        why: "Часы клиента переводит клиент. Сравнивать срок можно только с часами сервера или базы.",
        file: SESSION,
      });
    });
  }

  test("первые сутки чтение ничего не продлевает", async () => {
    const client = await withSession(anna);
    const wanted = 6 * DAY + 10 * 60;
    await setTimeLeft(wanted);
    const answer = await client.get("/api/me");
    const [left] = await timeLeft();
    expectThat(
      answer.status === 200 && left !== undefined && near(left, wanted),
      {
        found: `${answer.found}; было ${duration(wanted)}, стало ${left === undefined ? "—" : duration(left)}`,
        why: "Продление при каждом чтении — это UPDATE на каждый запрос. Раз в день достаточно: частоту задаёт updateAge, тоже в секундах.",
        file: AUTH,
      },
    );
  });

  test("через сутки чтение продлевает: снова семь дней, тот же token", async () => {
    const client = await withSession(anna);
    const before = await sql("select token from sessions order by token");
    const wasLeft = 6 * DAY - 10 * 60;
    await setTimeLeft(wasLeft);
    const answer = await client.get("/api/me");
    const left = (await timeLeft()).at(-1);
    const after = await sql("select token from sessions order by token");
    expectThat(
      answer.status === 200 && left !== undefined && near(left, 7 * DAY),
      {
        found: `${answer.found}; было ${duration(wasLeft)}, стало ${left === undefined ? "—" : duration(left)}`,
        why: "Кто пользуется приложением каждый день, не должен каждую неделю входить заново: срок скользит. Раз в сутки чтение отсчитывает его сначала.",
        file: AUTH,
      },
    );
    expectThat(JSON.stringify(before) === JSON.stringify(after), {
      found: "token сменился",
      why: "Продление меняет срок, а не сессию: второй запрос, отправленный в ту же секунду, иначе получил бы отказ.",
      file: SESSION,
    });
  });

  test("продлевается только та сессия, которой пользуются", async () => {
    const client = await withSession(anna);
    await signedIn(anna);
    const wasLeft = 5 * DAY;
    await setTimeLeft(wasLeft);
    await client.get("/api/me");
    const left = await timeLeft();
    const renewed = left.filter((seconds) => near(seconds, 7 * DAY));
    expectThat(renewed.length === 1, {
      found: `сессий у Анны: ${left.length}, продлено: ${renewed.length}`,
      why: "Забытая сессия должна истечь в срок, даже если на другом устройстве человек работает каждый день.",
      file: SESSION,
    });
  });

  for (const [name, send] of paths.slice(0, 2)) {
    test(`продление доходит до браузера: ${name}`, async () => {
      const client = await withSession(anna);
      await setTimeLeft(5 * DAY);
      const answer = await send(client);
      const lifetime = cookieLifetime(answer);
      expectThat(
        lifetime !== undefined &&
          near(lifetime, 7 * DAY) &&
          eachOnItsLine(answer),
        {
          found: `${answer.status === 200 ? "ответ 200" : answer.found}; ${lifetime === undefined ? "новой cookie нет" : `Set-Cookie: ${answer.cookies.join(" | ")}`}`,
          why: "У cookie свой срок, с момента входа. Если её не обновить, через неделю браузер выбросит её, хотя сессия в базе жива. Каждую строку Set-Cookie перенесите в answer как есть.",
          file: SESSION,
        },
      );
      const again = await send(client);
      expectThat(again.status === 200, {
        found: `следующий запрос с обновлённой cookie: ${again.found}`,
        why: "Cookie подписана: её значение должно дойти до браузера без изменений.",
        file: SESSION,
      });
    });
  }

  test("getSession работает и без второго аргумента", async () => {
    const client = await withSession(anna);
    const { getSession } = await import("../src/auth/session");
    const headers = new Headers({
      cookie: [...client.cookies].map((pair) => pair.join("=")).join("; "),
    });
    await setTimeLeft(5 * DAY);
    const found = await getSession(headers).catch((error: Error) => error);
    expectThat(
      found !== null && "user" in found && found.user.email === anna.email,
      {
        found:
          found instanceof Error
            ? `исключение «${found.message}»`
            : JSON.stringify(found),
        why: "Не у каждого, кто спрашивает «кто это?», есть ответ, в который можно поставить cookie: страница Next.js, например, его не отдаёт. Поэтому answer необязателен.",
        file: SESSION,
      },
    );
    const [left] = await timeLeft();
    expectThat(left !== undefined && near(left, 5 * DAY), {
      found: `срок в базе передвинут: теперь ${duration(left ?? 0)}`,
      why: "Продлить строку и не отдать новую cookie — значит обмануть: cookie умрёт в старый срок, а следующие сутки продлевать будет нечего. Кто не может передать cookie, тот не продлевает: disableRefresh.",
      file: SESSION,
    });
  });

  test("отозванная сессия не действует сразу, кэша нет", async () => {
    const client = await withSession(anna);
    await client.get("/api/me");
    await sql("delete from sessions");
    const answer = await client.get("/api/me");
    expectThat(answer.status === 401, {
      found: `строку сессии удалили; ${answer.found}`,
      why: "Кэш сессии в cookie (cookieCache) до пяти минут отвечает за базу. Всё это время отозванная сессия открыта.",
      file: AUTH,
    });
  });

  test("сессию отозвали, пока её продлевали, — это «не вошёл», а не поломка", async () => {
    const client = await withSession(anna);
    await setTimeLeft(5 * DAY);
    const answer = await whileRevoking(() => client.get("/api/me"));
    expectThat(answer.status === 401, {
      found: answer.found,
      why: "Между чтением строки и продлением её успели удалить: auth отвечает исключением с кодом 401. Посетитель без сессии — не поломка сервера.",
      file: SESSION,
    });
  });

  test("уборка удаляет истёкшие сессии и говорит сколько", async () => {
    await withSession(anna);
    await sql("delete from sessions");
    await signedIn(anna);
    await signedIn(anna);
    await setTimeLeft(-1);
    const { deleteExpiredSessions } = await import("../src/auth/clean-up");
    const deleted = await deleteExpiredSessions();
    const left = await timeLeft();
    expectThat(left.length === 0 && deleted === 2, {
      found: `истёкших было 2, осталось ${left.length}; функция вернула ${deleted}`,
      why: "Строки тех, кто не вернулся, сами не исчезнут: таблица растёт, а вместе с ней и то, что может утечь. Число удалённых — единственный след, по которому видно, что уборка работает.",
      file: CLEAN_UP,
    });
  });

  test("уборка не трогает живые сессии", async () => {
    await withSession(anna);
    await setTimeLeft(-1);
    const client = await signedIn(anna);
    await sql(
      `update sessions set expires_at = now() + interval '2 minutes',
         created_at = now() - interval '300 days',
         updated_at = now() - interval '300 days'
       where expires_at > now()`,
    );
    const { deleteExpiredSessions } = await import("../src/auth/clean-up");
    await deleteExpiredSessions();
    const answer = await client.get("/api/me");
    expectThat(answer.status === 200, {
      found: `Анна открыла сессию 300 дней назад, пользовалась ею до сих пор, и жить той ещё две минуты; рядом её же истёкшая сессия. После уборки: ${answer.found}`,
      why: "Уборка, которая выкидывает людей из приложения, хуже беспорядка. Условие одно: expires_at этой строки уже прошёл. Ни возраст сессии, ни её хозяин ничего не решают.",
      file: CLEAN_UP,
    });
  });

  test("уборка не трогает пользователей и их заметки", async () => {
    const client = await withSession(anna);
    await client.mutate("notes.create", { text: "останется" });
    await setTimeLeft(-1);
    const { deleteExpiredSessions } = await import("../src/auth/clean-up");
    await deleteExpiredSessions();
    const [left] = await sql(
      `select (select count(*) from users) as users,
         (select count(*) from accounts) as accounts,
         (select count(*) from notes) as notes`,
    );
    expectThat(Object.values(left!).join() === "1,1,1", {
      found: `осталось: пользователей ${left!.users}, учётных записей ${left!.accounts}, заметок ${left!.notes}; было по одному`,
      why: "Кончилась сессия, а не человек: он вернётся, войдёт и будет искать свои заметки.",
      file: CLEAN_UP,
    });
  });

  leakTests("src/auth/auth.ts");
});
