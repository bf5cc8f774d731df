import { describe, test } from "vitest";
import type { Context } from "../src/trpc/context";
import { sql } from "./support/database.ts";
import { importsBelow } from "./support/imports.ts";
import { expectThat } from "./support/lesson.ts";
import { anna, boris, registered } from "./support/people.ts";
import { Visitor } from "./support/visitor.ts";

const CONTEXT = "src/trpc/context.ts";
const PROCEDURES = "src/trpc/procedures.ts";
const ROUTER = "src/trpc/routers/notes.ts";
const ACCESS = "src/access/notes.ts";

const UNKNOWN_NOTE = "00000000-0000-4000-8000-000000000000";

/** A row in users without any session: a fake user for the routers. */
async function fakeUser(name: string): Promise<NonNullable<Context["user"]>> {
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
  run: (
    caller: Awaited<ReturnType<typeof callerOf>>,
  ) => Promise<Result>,
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

const notesOf = async (visitor: Visitor): Promise<string[] | undefined> =>
  (await visitor.query("notes.list")).json?.result?.data?.map(
    (note: { text: string }) => note.text,
  );

describe("bauth07", () => {
  test("router и access layer не импортируют auth", () => {
    const crossing = [
      ...importsBelow("src/trpc").filter(({ file }) => file !== CONTEXT),
      ...importsBelow("src/access"),
    ].filter(({ target }) => /^(src\/auth|better-auth)(\/|$)/.test(target));
    expectThat(crossing.length === 0, {
      found: crossing
        .map(({ file, target }) => `${file} импортирует ${target}`)
        .join("; "),
      why: "Auth входит в приложение в одном месте — в context. Router, который зовёт auth сам, нельзя проверить без сессии и нельзя перевести на другой способ входа.",
      file: crossing[0]?.file ?? ROUTER,
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
      why: "Пользователя router получает явно, в context. Значит, в тесте его можно просто передать: ни cookie, ни сессия не нужны.",
      file: ROUTER,
    });
  });

  test("context: из сессии — её пользователь", async () => {
    const visitor = await registered(anna);
    const created = await visitor.mutate("notes.create", { text: "моя" });
    const rows = await sql(
      `select email, text from notes join users on users.id = owner_id`,
    );
    expectThat(
      created.status === 200 &&
        rows.length === 1 &&
        rows[0]!.email === anna.email,
      {
        found: `${created.found}; заметок Анны в базе: ${rows.length}`,
        why: "createContext — единственное место, где запрос становится пользователем. Дальше он передаётся явно.",
        file: CONTEXT,
      },
    );
  });

  test("context: без сессии user — null, и это не ошибка", async () => {
    const { createContext } = await import("../src/trpc/context");
    const context = await createContext({
      req: new Request(`${process.env.BETTER_AUTH_URL}/api/trpc`),
      resHeaders: new Headers(),
    } as Parameters<typeof createContext>[0]).catch((error: Error) => error);
    expectThat("user" in context && context.user === null, {
      found:
        context instanceof Error
          ? `исключение «${context.message}»`
          : JSON.stringify(context),
      why: "Анониму тоже отвечают: есть публичные процедуры. Отказывает процедура, а не context.",
      file: CONTEXT,
    });
  });

  for (const [what, send] of [
    ["список", (visitor: Visitor) => visitor.query("notes.list")],
    [
      "создание",
      (visitor: Visitor) => visitor.mutate("notes.create", { text: "?" }),
    ],
    [
      "удаление",
      (visitor: Visitor) =>
        visitor.mutate("notes.delete", { id: UNKNOWN_NOTE }),
    ],
  ] as const) {
    test(`анониму — UNAUTHORIZED: ${what}`, async () => {
      const answer = await send(new Visitor());
      expectThat(
        answer.status === 401 &&
          answer.json?.error?.data?.code === "UNAUTHORIZED",
        {
          found: answer.found,
          why: "Защищённая процедура отвечает 401 ещё до того, как дойдёт до данных. Ошибка 500 означает, что код рассчитывал на пользователя, которого нет.",
          file: PROCEDURES,
        },
      );
    });
  }

  test("список: каждый получает только свои заметки", async () => {
    const first = await registered(anna);
    const second = await registered(boris);
    await first.mutate("notes.create", { text: "заметка Анны" });
    await second.mutate("notes.create", { text: "заметка Бориса" });
    const answer = await second.query("notes.list");
    expectThat(answer.status === 200, {
      found: answer.found,
      why: "Вошедший пользователь видит свои заметки.",
      file: CONTEXT,
    });
    const texts = await notesOf(second);
    expectThat(texts?.join() === "заметка Бориса", {
      found: `Борису сервер прислал: ${texts?.join(", ") || "ничего"}`,
      why: "Отобрать заметки в браузере — значит сначала прислать туда чужие. Отбирает запрос к базе.",
      file: ACCESS,
    });
  });

  test("список: чужой id во входных данных не помогает", async () => {
    await registered(anna);
    const second = await registered(boris);
    const [victim] = await sql("select id from users where email = $1", [
      anna.email,
    ]);
    await sql("insert into notes (owner_id, text) values ($1, 'тайна')", [
      victim!.id,
    ]);
    for (const key of ["ownerId", "userId", "user", "id"]) {
      const input = encodeURIComponent(JSON.stringify({ [key]: victim!.id }));
      const answer = await second.query(`notes.list?input=${input}`);
      expectThat(!answer.text.includes("тайна"), {
        found: `на вход { ${key}: … } сервер отдал чужую заметку`,
        why: "Входные данные пишет клиент. Кто он, говорит только context.",
        file: ROUTER,
      });
    }
  });

  test("создание: владельца назначает context, а не вход", async () => {
    await registered(anna);
    const second = await registered(boris);
    const [victim] = await sql("select id from users where email = $1", [
      anna.email,
    ]);
    const answer = await second.mutate("notes.create", {
      text: "подброшенная",
      ownerId: victim!.id,
      userId: victim!.id,
    });
    const rows = await sql(
      `select email from notes join users on users.id = owner_id`,
    );
    expectThat(
      answer.status === 400 ||
        (rows.length === 1 && rows[0]!.email === boris.email),
      {
        found: `${answer.found}; владелец в базе: ${rows[0]?.email ?? "—"}`,
        why: "Если владельца берут из входных данных, заметку можно записать на любого.",
        file: ROUTER,
      },
    );
  });

  test("удаление: свою — можно", async () => {
    const visitor = await registered(anna);
    const { json } = await visitor.mutate("notes.create", { text: "лишняя" });
    const answer = await visitor.mutate("notes.delete", {
      id: json?.result?.data?.id,
    });
    const left = await sql("select 1 from notes");
    expectThat(answer.status === 200 && left.length === 0, {
      found: `${answer.found}; заметок осталось: ${left.length}`,
      why: "Правило «только свои» не должно мешать хозяину.",
      file: ACCESS,
    });
  });

  test("удаление: чужую — нельзя, и она остаётся на месте", async () => {
    const owner = await registered(anna);
    const stranger = await registered(boris);
    const { json } = await owner.mutate("notes.create", { text: "важная" });
    const id = json?.result?.data?.id ?? UNKNOWN_NOTE;
    const answer = await stranger.mutate("notes.delete", { id });
    const left = await sql("select 1 from notes where id = $1", [id]);
    expectThat(left.length === 1, {
      found: json?.error
        ? `заметка не создана: ${json.error.message}`
        : `${answer.found}; чужая заметка удалена`,
      why: "Id заметки можно угадать или подсмотреть. Проверять владельца надо в каждом действии, и удаление забывают чаще всего.",
      file: ACCESS,
    });
    expectThat([403, 404].includes(answer.status), {
      found: answer.found,
      why: "Отказ должен быть виден: NOT_FOUND или FORBIDDEN, а не молчаливое «готово».",
      file: ACCESS,
    });
  });
});
