import { describe, test } from "vitest";
import type { Context } from "../src/trpc/context";
import { sql, whileTableIsAway } from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { waysTo } from "../support/imports.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { anna, boris, registered } from "../support/people.ts";
import { HttpClient } from "../support/http-client.ts";

const CONTEXT = "src/trpc/context.ts";
const PROCEDURES = "src/trpc/procedures.ts";
const ROUTER = "src/trpc/routers/notes.ts";
const ACCESS = "src/access/notes.ts";

const UNKNOWN_NOTE = "00000000-0000-4000-8000-000000000000";

/** A row in users without any session: a fake user for the routers. */
async function fakeUser(
  name: string,
): Promise<NonNullable<Context["user"]>> {
  const [row] = await sql(
    `insert into users (name, email) values ($1, $2)
     returning id, name, email, role, image, email_verified as "emailVerified",
       created_at as "createdAt", updated_at as "updatedAt"`,
    [name, `${name}@example.com`],
  );
  return row as NonNullable<Context["user"]>;
}

/** Calls the router directly. @returns what came back or the error's code */
async function call<Result>(
  user: Context["user"],
  run: (caller: Awaited<ReturnType<typeof callerOf>>) => Promise<Result>,
): Promise<{ value?: Result; code?: string }> {
  try {
    return { value: await run(await callerOf(user)) };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { code: code ?? message };
  }
}

async function callerOf(user: Context["user"]) {
  const { createCaller } = await import("../src/trpc/router");
  return createCaller({ user });
}

const notesOf = async (
  client: HttpClient,
): Promise<string[] | undefined> =>
  (await client.query("notes.list")).json?.result?.data?.map(
    (note: { text: string }) => note.text,
  );

/** Lets a client create a note. @returns its id */
async function createdBy(
  client: HttpClient,
  text: string,
): Promise<string> {
  const { status, found, json } = await client.mutate("notes.create", {
    text,
  });
  expectThat(status === 200, {
    found: `вошедший пользователь создаёт заметку: ${found}`,
    why: "С этого начинается тест: тот, кто вошёл, может писать. Пользователь должен дойти до процедуры через context.",
    file: CONTEXT,
  });
  return json.result.data.id;
}

/** A note of somebody, put straight into the table. @returns its id */
async function noteOf(ownerId: string, text: string): Promise<string> {
  const [note] = await sql(
    "insert into notes (owner_id, text) values ($1, $2) returning id",
    [ownerId, text],
  );
  return note!.id;
}

const idOf = async (email: string): Promise<string> =>
  (await sql("select id from users where email = $1", [email]))[0]!.id;

/** Names under which a client might try to pass for somebody else. */
const pretending = (id: string) => ({
  ownerId: id,
  userId: id,
  authorId: id,
  owner: id,
  user: { id },
});

/** Runs `then` after the first query that the application makes in `run`. */
async function interrupted<Result>(
  run: () => Promise<Result>,
  then: () => Promise<unknown>,
): Promise<Result> {
  const { pool } = await import("../src/db");
  const query = pool.query.bind(pool) as (
    ...args: unknown[]
  ) => Promise<unknown>;
  let first = true;
  const interrupting = async (...args: unknown[]) => {
    const result = await query(...args);
    if (first) {
      first = false;
      await then();
    }
    return result;
  };
  Object.assign(pool, { query: interrupting });
  try {
    return await run();
  } finally {
    Reflect.deleteProperty(pool, "query");
  }
}

describe("bauth07", () => {
  test("router и access layer не импортируют auth", () => {
    const inside = /^src\/(trpc|access)\//;
    const ways = waysTo(
      ["src/trpc", "src/access"],
      (module) => /^(src\/auth|better-auth)(\/|$)/.test(module),
      CONTEXT,
    );
    expectThat(ways.length === 0, {
      found: ways.map((way) => way.join(" → ")).join("; "),
      why: "Auth входит в приложение в одном месте — в context. Router, который зовёт auth сам или через посредника, нельзя проверить без сессии и нельзя перевести на другой способ входа.",
      file: ways[0]?.findLast((file) => inside.test(file)) ?? ROUTER,
    });
  });

  test("router проверяется с пользователем-подделкой, без сессии", async () => {
    const user = await fakeUser("fake");
    const { value, code } = await call(user, async (caller) => {
      await caller.notes.create({ text: "из теста" });
      return caller.notes.list();
    });
    expectThat(value?.length === 1 && value[0]!.text === "из теста", {
      found: code ? `отказ ${code}` : `заметок: ${value?.length}`,
      why: "Пользователя процедура получает явно, в ctx.user. Значит, в тесте его можно просто передать: ни cookie, ни сессия, ни заголовки запроса не нужны.",
      file: code === "UNAUTHORIZED" ? PROCEDURES : ROUTER,
    });
  });

  test("router работает, даже когда auth не запускается", async () => {
    const user = await fakeUser("fake");
    const nowhere = {
      BETTER_AUTH_SECRET: undefined,
      BETTER_AUTH_URL: undefined,
    };
    const { value, code } = await restartedWith(nowhere, () =>
      call(user, async (caller) => {
        const note = await caller.notes.create({ text: "из теста" });
        const listed = await caller.notes.list();
        await caller.notes.delete({ id: note.id });
        return listed.length;
      }),
    );
    expectThat(value === 1, {
      found: code
        ? `настройки auth убраны, пользователь передан в ctx, а процедура ответила: ${code}`
        : `заметок: ${value}`,
      why: "Без секрета модуль auth не загружается. Если вместе с ним не загружается и router, значит, router всё-таки зависит от auth: прямым import, посредником или вызовом createContext.",
      file: PROCEDURES,
    });
  });

  test("context: из сессии — её пользователь", async () => {
    const client = await registered(anna);
    const created = await client.mutate("notes.create", { text: "моя" });
    const rows = await sql(
      `select email, text from notes join users on users.id = owner_id`,
    );
    expectThat(
      created.status === 200 &&
        rows.length === 1 &&
        rows[0]!.email === anna.email,
      {
        found: `вошла Анна и создаёт заметку: ${created.found}; её заметок в базе: ${rows.length}`,
        why: "createContext — единственное место, где запрос становится пользователем: getSession узнаёт его по заголовкам запроса (req.headers). Если user в context пуст, дальше по цепочке знать его неоткуда.",
        file: CONTEXT,
      },
    );
  });

  test("context: без сессии user — null, и это не ошибка", async () => {
    const { createContext } = await import("../src/trpc/context");
    const context = await createContext({
      req: new Request(`${process.env.BETTER_AUTH_URL}/api/trpc`),
      resHeaders: new Headers(),
    } as Parameters<typeof createContext>[0]).catch(
      (error: Error) => error,
    );
    expectThat("user" in context && context.user === null, {
      found:
        context instanceof Error
          ? `исключение «${context.message}»`
          : JSON.stringify(context),
      why: "Анониму тоже отвечают: есть публичные процедуры. Отказывает процедура, а не context.",
      file: CONTEXT,
    });
  });

  test("context: поломка базы — не «аноним»", async () => {
    const client = await registered(anna);
    const answer = await whileTableIsAway("sessions", () =>
      client.query("notes.list"),
    );
    expectThat(answer.status >= 500, {
      found: `таблица sessions недоступна; ${answer.found}`,
      why: "Ошибка, пойманная в context, превращает вошедшего в анонима: человек видит «войдите», а вы не видите поломки. Пусть исключение летит дальше, tRPC ответит 500.",
      file: CONTEXT,
    });
  });

  test("protectedProcedure останавливает анонима до начала работы", async () => {
    const { createCallerFactory, protectedProcedure, router } =
      await import("../src/trpc/procedures");
    let started = false;
    const probe = createCallerFactory(
      router({
        probe: protectedProcedure.mutation(() => {
          started = true;
        }),
      }),
    );
    const code = await probe({ user: null })
      .probe()
      .then(
        () => "без ошибки",
        (error: { code?: string; message: string }) =>
          error.code ?? error.message,
      );
    expectThat(code === "UNAUTHORIZED" && !started, {
      found: `для анонима процедура ${started ? "выполнилась" : "не выполнялась"}, результат: ${code}`,
      why: "Проверка стоит перед next(): всё, что после, уже произошло. Отказ, который пришёл вслед за удалением, ничего не спас.",
      file: PROCEDURES,
    });
  });

  for (const [what, send] of [
    ["список", (client: HttpClient) => client.query("notes.list")],
    [
      "создание",
      (client: HttpClient) => client.mutate("notes.create", { text: "?" }),
    ],
    [
      "удаление",
      (client: HttpClient) =>
        client.mutate("notes.delete", { id: UNKNOWN_NOTE }),
    ],
  ] as const) {
    test(`анониму — UNAUTHORIZED: ${what}`, async () => {
      const answer = await send(new HttpClient());
      expectThat(
        answer.status === 401 &&
          answer.json?.error?.data?.code === "UNAUTHORIZED",
        {
          found: answer.found,
          why:
            answer.status >= 500
              ? "Код рассчитывал на пользователя, которого нет, и споткнулся. Аноним — не поломка: protectedProcedure отвечает ему ошибкой TRPCError с кодом UNAUTHORIZED, tRPC сам сделает из неё 401."
              : "Процедура дошла до данных, не спросив, кто пришёл. Защищённая процедура отвечает UNAUTHORIZED раньше, чем начнёт работать.",
          file: PROCEDURES,
        },
      );
    });
  }

  test("список: каждый получает только свои заметки", async () => {
    const first = await registered(anna);
    const second = await registered(boris);
    await createdBy(first, "заметка Анны");
    await createdBy(second, "Б1");
    await createdBy(second, "Б2");
    const texts = await notesOf(second);
    expectThat(texts?.sort().join() === "Б1,Б2", {
      found: `Борис создал заметки Б1 и Б2, а сервер прислал ему: ${texts?.join(", ") || "ничего"}`,
      why: "Отобрать заметки в браузере — значит сначала прислать туда чужие. Отбирает запрос к базе.",
      file: ACCESS,
    });
  });

  test("список: чужой id во входных данных не помогает", async () => {
    await registered(anna);
    const second = await registered(boris);
    const victim = await idOf(anna.email);
    await noteOf(victim, "тайна");
    const inputs = [
      ...Object.entries(pretending(victim)).map(([key, id]) => ({
        [key]: id,
      })),
      { id: victim },
      { email: anna.email },
      victim,
    ];
    for (const input of inputs) {
      const query = encodeURIComponent(JSON.stringify(input));
      const answer = await second.query(`notes.list?input=${query}`);
      expectThat(!answer.text.includes("тайна"), {
        found: `Борис прислал на вход ${JSON.stringify(input)}, и сервер отдал ему заметку Анны`,
        why: "Входные данные пишет клиент: назваться он может кем угодно. Кто он, говорит только ctx.user.",
        file: ROUTER,
      });
    }
  });

  test("context: заголовки с чужим id ничего не значат", async () => {
    await registered(anna);
    const second = await registered(boris);
    const id = await idOf(anna.email);
    await noteOf(id, "тайна");
    const claims: Record<string, string>[] = [
      { "x-user-id": id },
      { "x-user": JSON.stringify({ id }) },
      { authorization: `Bearer ${id}` },
      { cookie: `userId=${id}; user_id=${id}` },
    ];
    for (const headers of claims) {
      for (const client of [new HttpClient(), second]) {
        const answer = await client.get("/api/trpc/notes.list", {
          headers,
        });
        expectThat(!answer.text.includes("тайна"), {
          found: `${client === second ? "Борис" : "аноним"} прислал заголовок ${JSON.stringify(headers)} и получил заметки Анны`,
          why: "Заголовки пишет клиент, и id в них — только его слова. Пользователя в context кладёт сессия: её отдаёт getSession.",
          file: CONTEXT,
        });
      }
    }
  });

  test("создание: владельца назначает context, а не вход", async () => {
    await registered(anna);
    const second = await registered(boris);
    const victim = await idOf(anna.email);
    const answer = await second.mutate("notes.create", {
      text: "подброшенная",
      ...pretending(victim),
    });
    const rows = await sql(
      `select email from notes join users on users.id = owner_id`,
    );
    expectThat(
      answer.status === 400 ||
        (rows.length === 1 && rows[0]!.email === boris.email),
      {
        found: `создаёт Борис; ${answer.found}; владелец в базе: ${rows[0]?.email ?? "—"}`,
        why: "Если владельца берут из входных данных, заметку можно записать на любого. Владелец — тот, кто в ctx.user.",
        file: ROUTER,
      },
    );
  });

  test("удаление: свою — можно, и только её", async () => {
    const client = await registered(anna);
    await createdBy(client, "первая");
    const id = await createdBy(client, "лишняя");
    await createdBy(client, "последняя");
    const answer = await client.mutate("notes.delete", { id });
    const left = await sql("select text from notes order by text desc");
    const texts = left.map(({ text }) => text).join(", ");
    expectThat(answer.status === 200 && texts === "последняя, первая", {
      found: `из заметок «первая», «лишняя», «последняя» Анна удаляет лишнюю: ${answer.found}; осталось: ${texts || "ничего"}`,
      why: "Правило «только свои» добавляется к условию об id, а не заменяет его: удалить нужно одну заметку, и хозяину это можно.",
      file: ACCESS,
    });
  });

  test("удаление: чужую — нельзя, и она остаётся на месте", async () => {
    await registered(anna);
    const stranger = await registered(boris);
    const victim = await idOf(anna.email);
    const id = await noteOf(victim, "важная");
    const remains = async () =>
      (await sql("select 1 from notes where id = $1", [id])).length === 1;
    const answer = await stranger.mutate("notes.delete", { id });
    expectThat(await remains(), {
      found: `Борис удаляет заметку Анны: ${answer.found}; заметки больше нет`,
      why: "Id заметки можно угадать или подсмотреть. Проверять владельца надо в каждом действии, и удаление забывают чаще всего.",
      file: ACCESS,
    });
    expectThat([403, 404].includes(answer.status), {
      found: `Борис удаляет заметку Анны: ${answer.found}`,
      why: "Отказ должен быть виден: NOT_FOUND или FORBIDDEN, а не молчаливое «готово» и не ошибка сервера. deleteNote возвращает false, когда удалять было нечего.",
      file: ACCESS,
    });
    await stranger.mutate("notes.delete", { id, ...pretending(victim) });
    expectThat(await remains(), {
      found:
        "Борис назвался Анной во входных данных, и её заметка удалена",
      why: "Входные данные пишет клиент. От чьего имени он действует, говорит только ctx.user.",
      file: ROUTER,
    });
  });

  test("удаление: нет такой заметки — NOT_FOUND", async () => {
    const client = await registered(anna);
    const answer = await client.mutate("notes.delete", {
      id: UNKNOWN_NOTE,
    });
    expectThat(answer.status === 404, {
      found: answer.found,
      why: "Её уже удалили в соседней вкладке, или id придуман. Человеку отвечают «нет такой», а не «готово» и не «сервер сломался».",
      file: ACCESS,
    });
  });

  test("удаление: проверка и действие — один запрос", async () => {
    const owner = await fakeUser("first");
    const heir = await fakeUser("second");
    const id = await noteOf(owner.id, "переходящая");
    let handedOver = false;
    await interrupted(
      () => call(owner, (caller) => caller.notes.delete({ id })),
      async () => {
        const rows = await sql(
          "update notes set owner_id = $1 where id = $2 returning id",
          [heir.id, id],
        );
        handedOver = rows.length > 0;
      },
    );
    const left = await sql("select 1 from notes where id = $1", [id]);
    expectThat(!handedOver || left.length === 1, {
      found:
        "сразу после первого запроса заметка перешла к другому пользователю, но всё равно удалена — уже чужая",
      why: "Между проверкой владельца и удалением может пройти другой запрос. Условие о владельце в самом DELETE такого промежутка не оставляет.",
      file: ACCESS,
    });
  });

  test("правило стоит в access layer, а не в router", async () => {
    const owner = await fakeUser("owner");
    const stranger = await fakeUser("stranger");
    const id = await noteOf(owner.id, "важная");
    const { deleteNote, listNotes } = await import("../src/access/notes");
    const listed = await listNotes(stranger);
    await Promise.resolve(deleteNote(stranger, id)).catch(() => false);
    const left = await sql("select 1 from notes where id = $1", [id]);
    expectThat(listed.length === 0 && left.length === 1, {
      found: `без router: listNotes(чужой) вернула заметок: ${listed.length}; deleteNote(чужой, id) заметку ${left.length === 1 ? "не удалила" : "удалила"}`,
      why: "Завтра ту же функцию позовёт другой router, страница или ночная задача. Правило «только свои» должно идти вместе с запросом к базе, а не ждать, пока о нём вспомнит каждый вызывающий.",
      file: ACCESS,
    });
  });

  test("поломка базы не выдаёт браузеру ни SQL, ни данных", async () => {
    const client = await registered(anna);
    const answers = await whileTableIsAway("notes", async () => [
      await client.query("notes.list"),
      await client.mutate("notes.create", { text: "тайна" }),
    ]);
    const leak = /select|insert|owner_id|тайна|node_modules|stack/i;
    for (const { status, text } of answers) {
      const found = `ответ ${status}: ${text.slice(0, 300)}`;
      expectThat(status === 500 && !leak.test(text), {
        found,
        why: "Текст запроса, имена столбцов и значения — подсказка взломщику и чужие данные на экране. Подробности — в журнал сервера, браузеру — одна фраза, в любом режиме: errorFormatter и isDev: false в initTRPC.",
        file: PROCEDURES,
      });
    }
  });

  for (const [what, input] of [
    ["с символом, которого база не хранит", { text: "до\0после" }],
    ["из невидимых символов", { text: "\u200b\u2060\u3164" }],
    ["длиннее 500 символов", { text: "а".repeat(501) }],
    ["не текст, а список", { text: ["а"] }],
    ["пустота вместо входа", null],
    ["список вместо входа", []],
  ] as const) {
    test(`плохая заметка — понятный отказ: ${what}`, async () => {
      const client = await registered(anna);
      const answer = await client.mutate("notes.create", input);
      const message: unknown = answer.json?.error?.message;
      expectThat(
        answer.status === 400 &&
          /^[а-яё][^{}[\]]*$/i.test(String(message)),
        {
          found: answer.found,
          why: "Плохой вход — ошибка того, кто его прислал: 400 и одна фраза по-русски, а не 500 и не список проверок zod.",
          file: ROUTER,
        },
      );
    });
  }

  for (const type of [
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "text/plain",
  ]) {
    test(`тело ${type} не принимается: чужая страница отправит его без спроса`, async () => {
      const client = await registered(anna);
      const response = await client.fetch("/api/trpc/notes.delete", {
        method: "POST",
        body: '--x\r\ncontent-disposition: form-data; name="id"\r\n\r\n1\r\n--x--\r\n',
        headers: { "content-type": type, origin: "https://evil.example" },
      });
      expectThat(response.status === 415, {
        found: `ответ ${response.status} ${await response.text()}`,
        why: "tRPC понимает и формы, и байты, а их страница любого сайта отправляет сразу. JSON она без разрешения (CORS) не отправит: это и есть защита каждой процедуры от CSRF, и той, у которой входа нет.",
        file: "src/app/api/trpc/[trpc]/route.ts",
      });
    });
  }

  test("вкладка Анны не действует за Бориса, который вошёл в другой вкладке", async () => {
    await registered(anna);
    const client = await registered(boris);
    const tabOf = async (email: string) => ({
      "x-shown-user": await idOf(email),
    });
    const note = { text: "из вкладки Анны" };
    const refused = await client.post("/api/trpc/notes.create", note, {
      headers: await tabOf(anna.email),
    });
    const list = await client.get("/api/trpc/notes.list", {
      headers: await tabOf(anna.email),
    });
    const [notes] = await sql("select count(*)::int as count from notes");
    expectThat(
      refused.status === 409 && list.status === 409 && notes!.count === 0,
      {
        found: `cookie уже Бориса, а страница показывает Анну: создание — ${refused.found}, список — ${list.found}`,
        why: "Cookie у всех вкладок одна. Страница называет, кого она показывает (x-shown-user); сервер сверяет это с сессией и отказывает, когда в браузере уже другой человек.",
        file: "src/app/api/trpc/[trpc]/route.ts",
      },
    );
    const own = await client.post("/api/trpc/notes.create", note, {
      headers: await tabOf(boris.email),
    });
    expectThat(own.status === 200, {
      found: `страница показывает Бориса, и это он: ${own.found}`,
      why: "Отказывать надо только чужой вкладке.",
      file: "src/auth/shown-user.ts",
    });
  });

  leakTests("src/auth/auth.ts");
});
