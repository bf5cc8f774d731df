import { describe, test } from "vitest";
import { sql } from "./support/database.ts";
import { expectThat } from "./support/lesson.ts";
import { anna, boris, registered, signedIn } from "./support/people.ts";
import type { Answer, Visitor } from "./support/visitor.ts";

const AUTH = "src/auth/auth.ts";
const SESSION = "src/auth/session.ts";
const CLEAN_UP = "src/auth/clean-up.ts";

const DAY = 24 * 60 * 60;
/** How far a measured time may be off, s. */
const TOLERANCE = 60;

const near = (seconds: number, wanted: number) =>
  Math.abs(seconds - wanted) <= TOLERANCE;

/** Every way into the application that needs a session. */
const paths: [string, (visitor: Visitor) => Promise<Answer>][] = [
  ["/api/me", (visitor) => visitor.get("/api/me")],
  ["notes.list", (visitor) => visitor.query("notes.list")],
  [
    "notes.create",
    (visitor) => visitor.mutate("notes.create", { text: "поздно" }),
  ],
  [
    "notes.delete",
    (visitor) =>
      visitor.mutate("notes.delete", {
        id: "00000000-0000-4000-8000-000000000000",
      }),
  ],
];

const days = (seconds: number) => `${(seconds / DAY).toFixed(2)} дня`;

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
  sql("update sessions set expires_at = now() + make_interval(secs => $1)", [
    seconds,
  ]);

const cookieLifetime = (answer: Answer): number | undefined => {
  const line = answer.cookies.find((one) => /session_token=[^;]+/.test(one));
  const seconds = /max-age=(\d+)/i.exec(line ?? "")?.[1];
  return seconds === undefined ? undefined : Number(seconds);
};

describe("bauth08", () => {
  test("вход открывает сессию на семь дней", async () => {
    await registered(anna);
    await sql("delete from sessions");
    await signedIn(anna);
    const [left] = await timeLeft();
    expectThat(left !== undefined && near(left, 7 * DAY), {
      found: left === undefined ? "сессии нет" : `срок сессии: ${days(left)}`,
      why: "Чем дольше живёт сессия, тем дольше пользуется ею тот, кто её украл. Срок — решение, а не случайность.",
      file: AUTH,
    });
  });

  test("cookie живёт столько же, сколько сессия", async () => {
    await registered(anna);
    const visitor = await signedIn(anna);
    const answer = await visitor.post("/api/sign-in", anna);
    const lifetime = cookieLifetime(answer);
    expectThat(lifetime !== undefined && near(lifetime, 7 * DAY), {
      found:
        lifetime === undefined
          ? `${answer.found}, срока у cookie нет`
          : `Max-Age cookie: ${days(lifetime)}`,
      why: "Если cookie умрёт раньше, человека выкинет без причины; если позже — браузер будет слать мёртвый token.",
      file: AUTH,
    });
  });

  for (const [name, send] of paths) {
    test(`истёкшая сессия не действует: ${name}`, async () => {
      const visitor = await registered(anna);
      await send(visitor);
      await setTimeLeft(-1);
      const answer = await send(visitor);
      expectThat(answer.status === 401, {
        found: answer.found,
        why: "Срок проверяется в одном месте — в getSession, поэтому действует на каждом адресе. Проверку в отдельном маршруте однажды забудут.",
        file: SESSION,
      });
    });
  }

  test("истёкшая сессия: строка удалена, браузер забывает cookie", async () => {
    const visitor = await registered(anna);
    await setTimeLeft(-1);
    const answer = await visitor.get("/api/me");
    const left = await timeLeft();
    expectThat(answer.status === 401 && left.length === 0, {
      found: `${answer.found}; строк в sessions: ${left.length}`,
      why: "Мёртвую строку незачем хранить: чем меньше token в таблице, тем меньше утечёт.",
      file: SESSION,
    });
    const cleared = answer.cookies.some((line) =>
      /session_token=;.*max-age=0/i.test(line),
    );
    expectThat(cleared, {
      found: `Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
      why: "Better Auth стирает cookie мёртвой сессии заголовком Set-Cookie. Он дойдёт до браузера, только если его передать.",
      file: SESSION,
    });
  });

  test("решает время сервера, а не то, что прислал клиент", async () => {
    const visitor = await registered(anna);
    await setTimeLeft(-60);
    const longAgo = "Mon, 01 Jan 2001 00:00:00 GMT";
    const answer = await visitor.get("/api/me", {
      headers: {
        date: longAgo,
        "x-client-time": new Date(longAgo).toISOString(),
        "x-now": String(Date.parse(longAgo)),
      },
    });
    expectThat(answer.status === 401, {
      found: answer.found,
      why: "Часы клиента переводит клиент. Сравнивать срок можно только с часами сервера или базы.",
      file: SESSION,
    });
  });

  test("в начале срока чтение ничего не продлевает", async () => {
    const visitor = await registered(anna);
    await setTimeLeft(6.5 * DAY);
    const answer = await visitor.get("/api/me");
    const [left] = await timeLeft();
    expectThat(
      answer.status === 200 && left !== undefined && near(left, 6.5 * DAY),
      {
        found: `${answer.found}; осталось ${left === undefined ? "—" : days(left)}, было ${days(6.5 * DAY)}`,
        why: "Продление при каждом чтении — это UPDATE на каждый запрос. Раз в день достаточно.",
        file: AUTH,
      },
    );
  });

  test("раз в день сессия продлевается: снова семь дней, тот же token", async () => {
    const visitor = await registered(anna);
    const [before] = await sql("select token from sessions");
    await setTimeLeft(5.5 * DAY);
    const answer = await visitor.get("/api/me");
    const [left] = await timeLeft();
    const [after] = await sql("select token from sessions");
    expectThat(
      answer.status === 200 && left !== undefined && near(left, 7 * DAY),
      {
        found: `${answer.found}; осталось ${left === undefined ? "—" : days(left)} после чтения через полтора дня`,
        why: "Кто пользуется приложением каждый день, не должен каждую неделю входить заново: срок скользит.",
        file: AUTH,
      },
    );
    expectThat(before!.token === after!.token, {
      found: "token сменился",
      why: "Продление меняет срок, а не сессию: второй запрос, отправленный в ту же секунду, иначе получил бы отказ.",
      file: AUTH,
    });
  });

  for (const [name, send] of paths.slice(0, 2)) {
    test(`продление доходит до браузера: ${name}`, async () => {
      const visitor = await registered(anna);
      await setTimeLeft(5.5 * DAY);
      const answer = await send(visitor);
      const lifetime = cookieLifetime(answer);
      expectThat(lifetime !== undefined && near(lifetime, 7 * DAY), {
        found: `${answer.status === 200 ? "ответ 200" : answer.found}; ${lifetime === undefined ? "новой cookie нет" : `Max-Age: ${days(lifetime)}`}`,
        why: "У cookie свой срок, с момента входа. Если её не обновить, через неделю браузер выбросит её, хотя сессия в базе жива.",
        file: SESSION,
      });
    });
  }

  test("отозванная сессия не действует сразу, кэша нет", async () => {
    await registered(anna);
    const visitor = await signedIn(anna);
    await visitor.get("/api/me");
    await sql("delete from sessions");
    const answer = await visitor.get("/api/me");
    expectThat(answer.status === 401, {
      found: answer.found,
      why: "Кэш сессии в cookie до пяти минут отвечает за базу. Всё это время отозванная сессия открыта.",
      file: AUTH,
    });
  });

  test("уборка удаляет истёкшие сессии и говорит сколько", async () => {
    await registered(anna);
    await signedIn(anna);
    await setTimeLeft(-1);
    const { deleteExpiredSessions } = await import("../src/auth/clean-up");
    const deleted = await deleteExpiredSessions();
    const left = await timeLeft();
    expectThat(left.length === 0 && deleted === 2, {
      found: `удалено по словам функции: ${deleted}, осталось истёкших: ${left.length} из 2`,
      why: "Строки тех, кто не вернулся, сами не исчезнут: таблица растёт, а вместе с ней и то, что может утечь.",
      file: CLEAN_UP,
    });
  });

  test("уборка не трогает живые сессии и пользователей", async () => {
    await registered(boris);
    await setTimeLeft(-1);
    const visitor = await registered(anna);
    await sql(
      `update sessions set expires_at = now() + interval '2 minutes',
         created_at = now() - interval '300 days',
         updated_at = now() - interval '300 days'
       where expires_at > now()`,
    );
    const { deleteExpiredSessions } = await import("../src/auth/clean-up");
    await deleteExpiredSessions();
    const answer = await visitor.get("/api/me");
    const users = await sql("select 1 from users");
    const expired = (await timeLeft()).filter((left) => left < 0);
    expectThat(
      answer.status === 200 && users.length === 2 && expired.length === 0,
      {
        found: `Анна с живой сессией получила ${answer.status}; пользователей: ${users.length} из 2; истёкших осталось: ${expired.length}`,
        why: "Уборка, которая выкидывает людей из приложения, хуже беспорядка. Условие одно: срок уже прошёл.",
        file: CLEAN_UP,
      },
    );
  });
});
