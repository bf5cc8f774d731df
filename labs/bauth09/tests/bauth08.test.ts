import { describe, test } from "vitest";
import { restartedWith } from "../support/app.ts";
import {
  sql,
  whileKeepingSessions,
  whileRevoking,
  whileTableIsAway,
} from "../support/database.ts";
import { prints, type Statement, statements } from "../support/journal.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { SITE } from "../support/origins.ts";
import {
  anna,
  boris,
  credentials,
  registered,
  signedIn,
} from "../support/people.ts";
import { whileServerRuns } from "../support/server-life.ts";
import { HttpClient, type Answer } from "../support/http-client.ts";

const AUTH = "src/auth/auth.ts";
const SESSION = "src/auth/session.ts";
const CLEAN_UP = "src/auth/clean-up.ts";
const INSTRUMENTATION = "src/instrumentation.ts";

const DAY = 24 * 60 * 60;
/** How far a measured time may be off, s. */
const TOLERANCE = 60;

const HOUR = 60 * 60 * 1000;
/** So many clean-ups in an hour are still no burden. */
const OFTEN_ENOUGH = 13;
/** More than anybody takes at once. */
const MANY = 6_000;

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

/** What a page gets of the visitor's request. */
const headersOf = (client: HttpClient) =>
  new Headers({
    cookie: [...client.cookies].map((pair) => pair.join("=")).join("; "),
  });

const deleteExpiredSessions = async () => {
  const cleanUp = await import("../src/auth/clean-up");
  return cleanUp.deleteExpiredSessions();
};

/** What the application sends to the database meanwhile. */
async function sentDuring(
  run: () => Promise<unknown>,
): Promise<Statement[]> {
  const before = statements().length;
  await run();
  return statements().slice(before);
}

const isWrite = ({ text }: Statement) =>
  /\b(insert into|update|delete from|truncate|merge into) /i.test(
    text.replace(/for (no key )?update/gi, ""),
  );

/** Whoever can be read but not written: a full disk, a copy for reading. */
async function whileSessionsStay<Result>(
  run: () => Promise<Result>,
): Promise<Result> {
  await sql(`create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'диск переполнен'; end $$;
    create trigger refuse before update on sessions
      for each row execute function refuse()`);
  try {
    return await run();
  } finally {
    await sql("drop function refuse cascade");
  }
}

/**
 * Runs something while the database counts its hours in another time zone.
 * The embedded server has one session for all, others take it at the start.
 */
async function inTimeZone(
  zone: string,
  run: () => Promise<void>,
): Promise<void> {
  await sql(`set time zone '${zone}'`);
  try {
    await restartedWith({ PGOPTIONS: `-c TimeZone=${zone}` }, run);
  } finally {
    await sql("reset time zone");
  }
}

/** Adds expired sessions of somebody. */
const addExpired = (count: number, email: string) =>
  sql(
    `insert into sessions (user_id, token, expires_at)
     select users.id, gen_random_uuid()::text, now() - interval '1 hour'
     from users, generate_series(1, $1) where email = $2`,
    [count, email],
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

const nameOf = (line: string) => line.split("=")[0];

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
    const answer = await client.post("/api/sign-in", credentials(anna));
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

  for (const [name, send] of paths.slice(0, 2)) {
    test(`истёкшая сессия: браузер забывает cookie: ${name}`, async () => {
      const client = await withSession(anna);
      const other = new HttpClient();
      client.cookies.forEach((value, name) =>
        other.cookies.set(name, value),
      );
      await setTimeLeft(-1);
      const answer = await send(client);
      const cleared = answer.cookies.some((line) =>
        /session_token=;.*max-age=0/i.test(line),
      );
      const { cookies } = await other.get("/api/auth/get-session");
      const all = cookies.every((line) =>
        answer.cookies.some((one) => nameOf(one) === nameOf(line)),
      );
      expectThat(cleared && all && eachOnItsLine(answer), {
        found: `${answer.found}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}; сам Better Auth стёр бы ${cookies.map(nameOf).join(", ")}`,
        why: "Better Auth стирает cookie мёртвой сессии заголовками Set-Cookie, по одному на каждую. Они дойдут до браузера, только если перенести в ответ все и не склеивать: getSetCookie() и append.",
        file: SESSION,
      });
    });
  }

  test("истёкшую строку удалить не вышло — сессия всё равно не действует", async () => {
    const client = await withSession(anna);
    await setTimeLeft(-1);
    const answer = await whileKeepingSessions(() => client.get("/api/me"));
    expectThat(answer.status === 401 || answer.status >= 500, {
      found: answer.found,
      why: "Решает срок, а не то, удалось ли прибрать строку.",
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
    const lifetime = cookieLifetime(answer) ?? wanted;
    expectThat(near(lifetime, left), {
      found: `сессии в базе осталось ${duration(left)}, а браузеру велели хранить cookie ${duration(lifetime)}`,
      why: "Cookie живёт столько же, сколько строка в базе. Новую отдают только вместе с продлением: её готовит Better Auth, вы — переносите.",
      file: SESSION,
    });
  });

  test("чтение ничего не пишет в базу", async () => {
    const client = await withSession(anna);
    await registered(boris);
    await addExpired(1, boris.email);
    const sent = await sentDuring(async () => {
      for (const [, send] of paths.slice(0, 2)) await send(client);
      await client.get("/api/auth/get-session");
    });
    const write = sent.find(isWrite);
    expectThat(write === undefined, {
      found: `сессия свежая, читали /api/me, notes.list и /api/auth/get-session, а в базу ушло: ${write?.text.slice(0, 120)}`,
      why: "Чтений — тысячи на одно изменение. Срок продлевают раз в день, а чужие истёкшие сессии убирает уборка, раз в час: платить за неё каждым запросом незачем.",
      file: SESSION,
    });
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

  test("кто заходит каждый день, не входит заново никогда", async () => {
    const client = await withSession(anna);
    await sql(
      "update sessions set created_at = now() - interval '2 years', updated_at = now() - interval '2 years'",
    );
    for (const day of [1, 2, 3]) {
      await setTimeLeft(6 * DAY - 10 * 60);
      const answer = await client.get("/api/me");
      const [left] = await timeLeft();
      expectThat(
        answer.status === 200 && left !== undefined && near(left, 7 * DAY),
        {
          found: `сессию открыли два года назад и пользуются ею каждый день; день ${day}: ${answer.found}; осталось ${left === undefined ? "—" : duration(left)}`,
          why: "Срок скользит: важно, когда сессией пользовались, а не когда её открыли. Предел, после которого надо войти заново, — другое решение, здесь его нет.",
          file: SESSION,
        },
      );
    }
    const sent = await sentDuring(() => client.get("/api/me"));
    const again = sent.filter(isWrite).length;
    const [left] = await timeLeft();
    expectThat(again === 0 && near(left!, 7 * DAY), {
      found: `только что продлили; следующее чтение снова записало в базу (${again}), осталось ${duration(left!)}`,
      why: "Продлили — до завтра продлевать нечего.",
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

  test("продлённая и стёртая cookie помечены так же, как при входе", async () => {
    await withSession(anna);
    const attributes = (line = "") =>
      line
        .replace(/=[^;]*/, "")
        .replace(/max-age=\d+/i, "Max-Age")
        .split(/;\s*/)
        .sort()
        .join("; ");
    const cookieOf = (answer: Answer) =>
      answer.cookies.find((line) => line.includes("session_token="));
    const lines = await restartedWith(
      { BETTER_AUTH_URL: SITE },
      async () => {
        const client = new HttpClient(SITE);
        const opened = await client.post(
          "/api/sign-in",
          credentials(anna),
        );
        await setTimeLeft(5 * DAY);
        const renewed = await client.get("/api/me");
        await setTimeLeft(-1);
        const dead = await client.get("/api/me");
        return [opened, renewed, dead].map(cookieOf);
      },
    );
    const [opened, ...later] = lines.map(attributes);
    for (const [at, what] of ["продлённая", "стёртая"].entries())
      expectThat(later[at] === opened, {
        found: `сайт за https; при входе — «${opened}», ${what} — «${later[at] || "не пришла"}»`,
        why: "Браузер заменяет cookie целиком, вместе с отметками: без HttpOnly её прочтёт скрипт, без SameSite и Secure она уйдёт куда не надо. А стирается только cookie с тем же именем и Path. Строки Set-Cookie переносят как есть.",
        file: SESSION,
      });
  });

  test("база не дала продлить сессию — это не «вы не вошли»", async () => {
    const client = await withSession(anna);
    await setTimeLeft(5 * DAY);
    const answer = await whileSessionsStay(() => client.get("/api/me"));
    const cleared = answer.cookies.some((line) =>
      /session_token=;/.test(line),
    );
    expectThat(
      (answer.status === 200 || answer.status >= 500) && !cleared,
      {
        found: `${answer.found}; cookie ${cleared ? "стёрта" : "на месте"}`,
        why: "Сессия жива, сломалась база. Кому скажут «войдите», тот войдёт заново — и снова не сможет. null означает «сессии нет», остальные ошибки бросают дальше.",
        file: SESSION,
      },
    );
  });

  test("база не прочла сессию — это не «вы не вошли»", async () => {
    const client = await withSession(anna);
    const answer = await whileTableIsAway("sessions", () =>
      client.get("/api/me"),
    );
    expectThat(answer.status >= 500, {
      found: answer.found,
      why: "Есть ли сессия, узнать не удалось. Это поломка, и о ней надо сказать: null означает «сессии нет», остальные ошибки бросают дальше.",
      file: SESSION,
    });
  });

  test("getSession работает и без второго аргумента", async () => {
    const client = await withSession(anna);
    const { getSession } = await import("../src/auth/session");
    await setTimeLeft(5 * DAY);
    const found = await getSession(headersOf(client)).catch(
      (error: Error) => error,
    );
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

  for (const path of ["/api/me", "/api/auth/get-session"]) {
    test(`отозванная сессия не действует сразу, кэша нет: ${path}`, async () => {
      await withSession(anna);
      const client = await signedIn(anna);
      await client.get(path);
      await sql("delete from sessions");
      const { json, found } = await client.get(path);
      expectThat(!json?.user, {
        found: `строку сессии удалили; ${found}`,
        why: "Кэш сессии в cookie (cookieCache) до пяти минут отвечает за базу. Всё это время отозванная сессия открыта — и не только для вашего getSession: у auth есть и собственные адреса.",
        file: AUTH,
      });
    });
  }

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
      `update sessions set expires_at = now() + interval '30 seconds',
         created_at = now() - interval '300 days',
         updated_at = now() - interval '300 days'
       where expires_at > now()`,
    );
    await deleteExpiredSessions();
    const answer = await client.get("/api/me");
    expectThat(answer.status === 200, {
      found: `Анна открыла сессию 300 дней назад, пользовалась ею до сих пор, и жить той ещё полминуты; рядом её же истёкшая сессия. После уборки: ${answer.found}`,
      why: "Уборка, которая выкидывает людей из приложения, хуже беспорядка. Условие одно: expires_at этой строки уже прошёл. Ни возраст сессии, ни её хозяин ничего не решают.",
      file: CLEAN_UP,
    });
  });

  test("уборка удаляет все истёкшие сессии, сколько бы их ни было", async () => {
    await withSession(anna);
    await addExpired(MANY, anna.email);
    const deleted = await deleteExpiredSessions();
    const left = await timeLeft();
    expectThat(left.length === 1 && deleted === MANY, {
      found: `истёкших было ${MANY}, осталось ${left.length - 1}; функция вернула ${deleted}`,
      why: "Если за один раз удалять не больше скольких-то, на большом сайте таблица всё равно растёт. Можно удалять частями — но пока они не кончатся.",
      file: CLEAN_UP,
    });
  });

  test("сессию продлили, пока шла уборка, — она остаётся", async () => {
    await withSession(anna);
    await setTimeLeft(-1);
    const rows = await sql(
      "select to_jsonb(sessions) as row from sessions",
    );
    const sent = await sentDuring(deleteExpiredSessions);
    const kept = await timeLeft();
    expectThat(kept.length === 0, {
      found: "истёкшая сессия после уборки осталась в базе",
      why: "Проверять нечего, пока уборка ничего не удаляет.",
      file: CLEAN_UP,
    });
    expectThat((await sql("select from users")).length === 1, {
      found: "вместе с истёкшей сессией уборка удалила её хозяина",
      why: "Срок вышел у сессии, а не у человека: он войдёт снова, и его заметки его ждут.",
      file: CLEAN_UP,
    });
    // Rows that were found and locked cannot be renewed meanwhile.
    if (sent.some(({ text }) => /for (no key )?update/i.test(text)))
      return;
    // The owner came back before the DELETE: their row has a new term now.
    for (const { row } of rows)
      await sql(
        "insert into sessions select * from jsonb_populate_record(null::sessions, $1)",
        [row],
      );
    await setTimeLeft(7 * DAY);
    for (const { text, values } of sent.filter(isWrite))
      await sql(text, values);
    const left = await timeLeft();
    expectThat(left.length === 1, {
      found: `между поиском и удалением сессию продлили на неделю, и ей всё равно пришёл DELETE: ${sent.find(isWrite)?.text.slice(0, 120)}`,
      why: "Пока список истёкших идёт к программе и обратно, хозяин может вернуться. Проверка и удаление должны быть одним запросом: DELETE … WHERE expires_at уже прошёл.",
      file: CLEAN_UP,
    });
  });

  for (const zone of ["Etc/GMT+12", "Etc/GMT-14"]) {
    test(`срок не зависит от часового пояса базы: ${zone.includes("+") ? "на 12 часов позади" : "на 14 часов впереди"}`, async () => {
      const client = await withSession(anna);
      const neighbour = await registered(boris);
      await inTimeZone(zone, async () => {
        await setTimeLeft(10 * 60);
        await addExpired(1, boris.email);
        const { getSession } = await import("../src/auth/session");
        // As a page asks: nothing is renewed, the ten minutes count.
        const alive = await getSession(headersOf(client)).catch(
          (error: Error) => error,
        );
        expectThat(alive !== null && !(alive instanceof Error), {
          found: `сессии осталось 10 минут, а getSession ${alive instanceof Error ? `бросила «${alive.message}»` : "вернула null"}`,
          why: "expires_at — мгновение, одно на всех. Время без пояса (строка, at time zone, ::timestamp) база прочтёт по своим часам и ошибётся на несколько часов.",
          file: SESSION,
        });
        const deleted = await deleteExpiredSessions();
        const left = await timeLeft();
        expectThat(deleted === 1 && left.length === 2, {
          found: `истекла час назад одна сессия, двум другим осталось 10 минут; уборка удалила ${deleted}, осталось ${left.length}`,
          why: "expires_at — мгновение, одно на всех. Время без пояса (строка, at time zone, ::timestamp) база прочтёт по своим часам: уборка выкинет живых или оставит мёртвых.",
          file: CLEAN_UP,
        });
        await setTimeLeft(-10 * 60);
        const dead = await neighbour.get("/api/me");
        expectThat(dead.status === 401, {
          found: `сессия истекла 10 минут назад; ${dead.found}`,
          why: "expires_at — мгновение, одно на всех: у базы может быть свой часовой пояс, и срок от него не зависит.",
          file: SESSION,
        });
      });
    });
  }

  test("уборка не удалась — функция так и говорит", async () => {
    await withSession(anna);
    await setTimeLeft(-1);
    const outcome = await whileKeepingSessions(() =>
      deleteExpiredSessions().catch((error: unknown) => error),
    );
    expectThat(outcome instanceof Error, {
      found: `база не дала удалить истёкшую сессию, а функция вернула ${JSON.stringify(outcome)}`,
      why: "«Удалено 0» и «ничего не вышло» — разные вещи: таблица растёт, а по журналу всё хорошо. Ошибку бросьте дальше: тот, кто зовёт уборку, о ней расскажет.",
      file: CLEAN_UP,
    });
  });

  test("уборка идёт сама, раз в час, пока сервер работает", async () => {
    await withSession(anna);
    await whileServerRuns(async (server) => {
      await addExpired(1, anna.email);
      const sent = await sentDuring(() => server.pass(HOUR));
      const left = await timeLeft();
      expectThat(left.length === 1, {
        found: `сервер работает больше часа; истёкших строк осталось ${left.length - 1}, запросов уборки было ${sent.filter(isWrite).length}`,
        why: "Функция, которую никто не зовёт, ничего не убирает, и одного раза при запуске мало: сервер работает неделями. setInterval считает в миллисекундах.",
        file: INSTRUMENTATION,
      });
      const runs = sent.filter(isWrite).length;
      expectThat(runs <= OFTEN_ENOUGH, {
        found: `за час уборка прошла ${runs} раз`,
        why: "Каждая уборка — запрос ко всей таблице. Раз в час довольно: истёкшие сессии и без неё не действуют. setInterval считает в миллисекундах.",
        file: INSTRUMENTATION,
      });
      await addExpired(1, anna.email);
      await server.pass(HOUR);
      const later = await timeLeft();
      expectThat(later.length === 1, {
        found: `в первый час уборка прошла, во второй — нет: истёкших строк ${later.length - 1}`,
        why: "Истекают сессии всё время, и убирать их надо снова и снова: setInterval, а не один setTimeout.",
        file: INSTRUMENTATION,
      });
    });
  });

  test("уборка не удалась — об этом сказано, сервер работает и пробует снова", async () => {
    await withSession(anna);
    await addExpired(1, anna.email);
    await whileServerRuns(async (server) => {
      const said = prints().length;
      await whileTableIsAway("sessions", () => server.pass(HOUR));
      expectThat(server.unhandled.length === 0, {
        found: `база не ответила уборке, и ошибку никто не поймал: ${(server.unhandled[0] as Error | undefined)?.message?.slice(0, 100)}`,
        why: "На необработанный отказ промиса Node завершает процесс: из-за уборки упадёт весь сайт.",
        file: INSTRUMENTATION,
      });
      expectThat(prints().length > said, {
        found: "база не ответила уборке, а в журнале ни слова",
        why: "Проглоченная ошибка повторится через час, и через месяц таблица переполнится, а никто не узнает почему.",
        file: INSTRUMENTATION,
      });
      await addExpired(1, anna.email);
      await server.pass(HOUR);
      const left = await timeLeft();
      expectThat(left.length === 1, {
        found: `базу починили; через час истёкших строк: ${left.length - 1}`,
        why: "Сбой проходит, а уборка должна остаться: в следующий час она пробует снова.",
        file: INSTRUMENTATION,
      });
    });
  });

  test("уборка не трогает пользователей и их заметки", async () => {
    const client = await withSession(anna);
    await client.mutate("notes.create", { text: "останется" });
    await sql(
      `insert into verifications (identifier, value, expires_at)
       values ('смена пароля', '123456', now() + interval '1 hour')`,
    );
    await setTimeLeft(-1);
    await deleteExpiredSessions();
    const [left] = await sql(
      `select (select count(*) from users) as users,
         (select count(*) from accounts) as accounts,
         (select count(*) from notes) as notes,
         (select count(*) from verifications) as codes`,
    );
    expectThat(Object.values(left!).join() === "1,1,1,1", {
      found: `осталось: пользователей ${left!.users}, учётных записей ${left!.accounts}, заметок ${left!.notes}, действующих кодов ${left!.codes}; было по одному`,
      why: "Кончилась сессия, а не человек: он вернётся, войдёт и будет искать свои заметки.",
      file: CLEAN_UP,
    });
  });

  leakTests("src/auth/auth.ts");
});
