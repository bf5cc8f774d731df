import { Client } from "pg";
import { describe, test } from "vitest";
import type { Context } from "../src/trpc/context";
import { sql, whileTableIsAway } from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { waysTo } from "../support/imports.ts";
import { statements } from "../support/journal.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { secretIn } from "../support/secrets.ts";
import { anna, boris, registered } from "../support/people.ts";
import { type Answer, HttpClient } from "../support/http-client.ts";
import { whileDatabaseIsSilent } from "../support/silence.ts";

const CONTEXT = "src/trpc/context.ts";
const PROCEDURES = "src/trpc/procedures.ts";
const ROUTER = "src/trpc/routers/notes.ts";
const ACCESS = "src/access/notes.ts";
const ROUTE = "src/app/api/trpc/[trpc]/route.ts";

const UNKNOWN_NOTE = "00000000-0000-4000-8000-000000000000";

/** A row in users without any session: a fake user for the routers. */
async function fakeUser(
  name: string,
  role = "USER",
): Promise<NonNullable<Context["user"]>> {
  const [row] = await sql(
    `insert into users (name, email, role) values ($1, $2, $3)
     returning id, name, email, role, image, email_verified as "emailVerified",
       created_at as "createdAt", updated_at as "updatedAt"`,
    [name, `${name}@example.com`, role],
  );
  return row as NonNullable<Context["user"]>;
}

/** Calls the router directly. @returns what came back or the error's code */
async function call<Result>(
  user: Context["user"],
  run: (caller: Caller) => Promise<Result>,
): Promise<{ value?: Result; code?: string }> {
  try {
    return { value: await run(await callerOf(user)) };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { code: code ?? message };
  }
}

type Caller = Awaited<ReturnType<typeof callerOf>>;

async function callerOf(user: Context["user"]) {
  const { createCaller } = await import("../src/trpc/router");
  return createCaller({ user });
}

/** What createContext makes of a request with these headers. */
async function contextOf(headers: Headers): Promise<Context> {
  const { createContext } = await import("../src/trpc/context");
  const req = new Request(`${process.env.BETTER_AUTH_URL}/api/trpc`);
  // A Request would make plain headers of them.
  Object.defineProperty(req, "headers", { value: headers });
  return createContext({ req, resHeaders: new Headers() } as Parameters<
    typeof createContext
  >[0]);
}

/** Has an answer to every question except the cookie, which stays as it is. */
class ClaimingHeaders extends Headers {
  readonly #claim: string;

  constructor(claim: string, client: HttpClient) {
    super(cookieHeader(client));
    this.#claim = claim;
  }

  override get(name: string): string | null {
    return (
      super.get(name) ?? (/^cookie$/i.test(name) ? null : this.#claim)
    );
  }

  override has(name: string): boolean {
    return this.get(name) !== null;
  }
}

function cookieHeader({ cookies }: HttpClient): Record<string, string> {
  const pairs = [...cookies].map((pair) => pair.join("="));
  return pairs.length > 0 ? { cookie: pairs.join("; ") } : {};
}

/** The token of a client's session, as the database knows it. */
function tokenOf(client: HttpClient): string {
  const [cookie = ""] = client.cookies.values();
  return decodeURIComponent(cookie).split(".")[0]!;
}

/** What came of something, or why nothing did. */
async function outcomeOf(
  run: () => Promise<unknown>,
): Promise<{ value?: unknown; refusal?: string }> {
  try {
    return { value: await run() };
  } catch (error) {
    return { refusal: (error as Error).message };
  }
}

/** Everything that one can do with notes, by name. */
const everythingFrom = async (
  client: HttpClient,
  id: string,
): Promise<[what: string, answer: Answer][]> => [
  ["список", await client.query("notes.list")],
  ["создание", await client.mutate("notes.create", { text: "тайна" })],
  ["удаление", await client.mutate("notes.delete", { id })],
];

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

/** A row that a query has found cannot be changed by others after these. */
const LOCKS =
  /\bfor (no key )?update\b|\bfor share\b|serializable|repeatable read/i;

/**
 * Lets somebody else's change come between the application's first query that
 * looks at notes and its next one. It goes over the same connection, so that
 * a transaction is no obstacle: a real one would only see it committed.
 * @param change a statement and its values
 * @returns whether the change found anything to change
 */
async function interrupted(
  run: () => Promise<unknown>,
  change: [string, unknown[]],
): Promise<boolean> {
  const { query } = Client.prototype;
  let isLate = false;
  let isLocked = false;
  let isDone = false;
  const intervene = async (client: Client, text: string) => {
    isLocked ||= LOCKS.test(text);
    if (isLate || !/\bnotes\b/.test(text)) return;
    isLate = true;
    if (isLocked) return;
    const { rowCount } = await (Reflect.apply(
      query,
      client,
      change,
    ) as Promise<{ rowCount: number }>);
    isDone = rowCount > 0;
  };
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    const [what] = args as [string | { text?: string }];
    const text = typeof what === "string" ? what : (what.text ?? "");
    const next = args.at(-1);
    if (typeof next === "function") {
      const callback = async (...answer: unknown[]) => {
        if (!answer[0]) await intervene(this, text);
        next(...answer);
      };
      return Reflect.apply(query, this, [...args.slice(0, -1), callback]);
    }
    const answer = Reflect.apply(query, this, args) as Promise<unknown>;
    return answer.then(async (result) => {
      await intervene(this, text);
      return result;
    });
  } as typeof query;
  try {
    await run();
  } finally {
    Client.prototype.query = query;
  }
  return isDone;
}

describe("bauth07", () => {
  test("router и access layer не импортируют auth", () => {
    const inside = /^src\/(trpc|access)\//;
    const ways = waysTo(
      ["src/trpc", "src/access"],
      (module) =>
        /^(src\/auth|better-auth|next\/headers)(\/|$)/.test(module),
      (file) => file === CONTEXT,
    );
    expectThat(ways.length === 0, {
      found: ways.map((way) => way.join(" → ")).join("; "),
      why: "Auth входит в приложение в одном месте — в context. Router, который зовёт auth сам или через посредника, нельзя проверить без сессии и нельзя перевести на другой способ входа.",
      file: ways[0]?.findLast((file) => inside.test(file)) ?? ROUTER,
    });
  });

  test("router ходит в базу только через access layer", () => {
    const ways = waysTo(
      ["src/trpc"],
      (module) => /^(src\/db\/|pg$)/.test(module),
      (file) => file === CONTEXT || /^src\/(access|auth)\//.test(file),
    );
    expectThat(ways.length === 0, {
      found: ways.map((way) => way.join(" → ")).join("; "),
      why: "Запрос к базе, написанный в router, проходит мимо правил access layer. Правило, которое надо повторить в каждом месте, однажды забудут.",
      file:
        ways[0]?.findLast((file) => file.startsWith("src/trpc/")) ??
        ROUTER,
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
    const { value, refusal } = await outcomeOf(() =>
      contextOf(new Headers()),
    );
    const user = (value as Context | undefined)?.user;
    expectThat(user === null, {
      found: refusal
        ? `исключение «${refusal}»`
        : `user — ${JSON.stringify(user)}`,
      why: "Анониму тоже отвечают: есть публичные процедуры. Отказывает процедура, а не context.",
      file: CONTEXT,
    });
  });

  test("context: каждый запрос узнаёт своего, и только пока жива его сессия", async () => {
    const first = await registered(anna);
    const second = await registered(boris);
    await noteOf(await idOf(anna.email), "А");
    await noteOf(await idOf(boris.email), "Б");
    const seen = async (client: HttpClient) => {
      const { status, json } = await client.query("notes.list");
      return json?.result?.data?.[0]?.text ?? status;
    };
    const turns = [first, second, first, second];
    const texts = [];
    for (const client of turns) texts.push(await seen(client));
    texts.push(...(await Promise.all(turns.map(seen))));
    expectThat(texts.join("") === "АБАБАБАБ", {
      found: `Анна и Борис по очереди, а потом разом просят свои заметки и получают: ${texts.join(", ")}`,
      why: "Сервер один на всех: пользователь, запомненный в переменной модуля, достанется следующему. Context собирают заново на каждый запрос.",
      file: CONTEXT,
    });
    await sql(
      "update sessions set expires_at = now() - interval '1 day' where user_id = $1",
      [await idOf(anna.email)],
    );
    await sql("delete from sessions where user_id = $1", [
      await idOf(boris.email),
    ]);
    const after = [await seen(first), await seen(second)];
    expectThat(after.join() === "401,401", {
      found: `срок сессии Анны прошёл, сессия Бориса удалена; их списки заметок: ${after.join(", ")}`,
      why: "Жива ли сессия, знает только база, поэтому её спрашивают при каждом запросе. Пользователь, запомненный по cookie, пережил бы и выход, и блокировку.",
      file: CONTEXT,
    });
  });

  test("context: cookie с поддельной подписью — аноним", async () => {
    const client = await registered(anna);
    await noteOf(await idOf(anna.email), "тайна");
    const token = tokenOf(client);
    const [name] = client.cookies.keys();
    for (const value of [token, `${token}.`, `${token}.${btoa(token)}`]) {
      const forger = new HttpClient();
      forger.cookies.set(name!, encodeURIComponent(value));
      const answer = await forger.query("notes.list");
      expectThat(answer.status === 401, {
        found: `cookie ${name}=${value.replace(token, "token")}: ${answer.found}`,
        why: "Подпись в cookie отличает настоящую от той, которую написали сами. Её проверяет getSession; кто ищет token в базе сам, о подписи забывает.",
        file: CONTEXT,
      });
    }
  });

  test("context: token сессии остаётся за его порогом", async () => {
    const client = await registered(anna);
    const context = await contextOf(new Headers(cookieHeader(client)));
    const secret = secretIn(
      JSON.stringify(context),
      new Map([[tokenOf(client), "token сессии"]]),
    );
    expectThat(secret === undefined, {
      found: `в context лежит ${secret}; поля context: ${Object.keys(context).join(", ")}`,
      why: "Context видит каждая процедура и каждый журнал ошибок, а с token войдут под чужим именем. Процедуре довольно знать, кто пришёл: кладите в context пользователя, а не всю сессию.",
      file: CONTEXT,
    });
  });

  test("context: один запрос — один вопрос о сессии", async () => {
    const client = await registered(anna);
    const before = statements().length;
    const answer = await client.query(
      "notes.list,notes.list?batch=1&input={}",
    );
    const asked = statements()
      .slice(before)
      .filter(({ text }) => /^\s*select.* from "?sessions"?/is.test(text));
    expectThat(answer.status === 200 && answer.json?.length === 2, {
      found: `две процедуры одним запросом: ${answer.found}`,
      why: "Страница собирает вызовы, сделанные разом, в один запрос (httpBatchLink): каждому полагается свой ответ.",
      file: ROUTE,
    });
    expectThat(asked.length === 1, {
      found: `один запрос, а сессию искали в базе раз: ${asked.length}`,
      why: "Context собирают один раз на запрос, и пользователя из него берут все. Второй вопрос — лишний запрос к базе, и ответ на него может оказаться уже другим.",
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

  test("context: база молчит — не «аноним»", async () => {
    const headers = new Headers(cookieHeader(await registered(anna)));
    const end = await whileDatabaseIsSilent(() =>
      outcomeOf(() => contextOf(headers)),
    );
    expectThat(end?.refusal !== undefined, {
      found: end
        ? `база 15 секунд не отвечает, а context уже готов: ${JSON.stringify(end.value)}`
        : "база 15 секунд не отвечает, и context всё ещё ждёт",
      why: "Не дождаться ответа — не то же самое, что узнать: сессии нет. Предел времени уже стоит в src/db/index.ts; его ошибка должна дойти до tRPC.",
      file: CONTEXT,
    });
  });

  test("protectedProcedure останавливает анонима до начала работы", async () => {
    const {
      createCallerFactory,
      protectedProcedure,
      publicProcedure,
      router,
    } = await import("../src/trpc/procedures");
    let started = false;
    const start = () => {
      started = true;
    };
    const anonymous = createCallerFactory(
      router({
        query: protectedProcedure.query(start),
        mutation: protectedProcedure.mutation(start),
        open: publicProcedure.query(() => "открыта"),
      }),
    )({ user: null });
    for (const kind of ["query", "mutation"] as const) {
      const code = await anonymous[kind]().then(
        () => "без ошибки",
        (error: { code?: string; message: string }) =>
          error.code ?? error.message,
      );
      expectThat(code === "UNAUTHORIZED" && !started, {
        found: `для анонима процедура (${kind}) ${started ? "выполнилась" : "не выполнялась"}, результат: ${code}`,
        why: "Проверка стоит перед next(): всё, что после, уже произошло. Отказ, который пришёл вслед за удалением, ничего не спас.",
        file: PROCEDURES,
      });
    }
    const { value, refusal } = await outcomeOf(() => anonymous.open());
    expectThat(value === "открыта", {
      found: `аноним зовёт publicProcedure и получает отказ: ${refusal}`,
      why: "Одни процедуры открыты всем, другие — вошедшим. Проверка стоит в protectedProcedure и больше нигде.",
      file: PROCEDURES,
    });
  });

  for (const mode of ["development", "production"]) {
    test(`аноним и в режиме ${mode} — аноним`, async () => {
      await fakeUser("somebody");
      await restartedWith({ NODE_ENV: mode }, async () => {
        const client = new HttpClient();
        for (const answer of [
          await client.query("notes.list"),
          await client.mutate("notes.create", { text: "?" }),
        ]) {
          expectThat(answer.status === 401, {
            found: `NODE_ENV=${mode}, никто не вошёл; ${answer.found}`,
            why: "Проверка, которую отключают «на время разработки», однажды уедет отключённой. К тому же тесты и сайт проверяли бы разный код.",
            file: PROCEDURES,
          });
        }
      });
    });
  }

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

  test("список: отбирает база, а не код после неё", async () => {
    const user = await fakeUser("author");
    const { listNotes } = await import("../src/access/notes");
    const before = statements().length;
    await listNotes(user);
    const asked = statements()
      .slice(before)
      .filter(({ text }) => /\bnotes\b/.test(text));
    const isNamed = asked.some(({ values }) =>
      values.flat().includes(user.id),
    );
    expectThat(isNamed, {
      found: `запрос за списком не называет базе владельца: ${asked.map(({ text }) => text.slice(0, 160)).join("; ")}`,
      why: "Иначе база читает и шлёт заметки всех, а код выбрасывает лишние: с каждым новым человеком список медленнее, и одна забытая проверка отдаёт чужое.",
      file: ACCESS,
    });
  });

  test("список: все заметки до одной, новые сверху", async () => {
    const user = await fakeUser("author");
    const other = await fakeUser("other");
    // In no order of ids, texts or rows.
    await sql(
      `insert into notes (owner_id, text, created_at)
       select case when n % 10 = 0 then $2 else $1 end::uuid, n * 37 % 1200,
         now() - make_interval(secs => n * 7919 % 1201)
       from generate_series(1, 1200) as n`,
      [user.id, other.id],
    );
    const expected = await sql(
      "select text from notes where owner_id = $1 order by created_at desc",
      [user.id],
    );
    const { value: listed = [], code } = await call(user, (caller) =>
      caller.notes.list(),
    );
    expectThat(listed.length === expected.length, {
      found: `у пользователя заметок: ${expected.length}, а в списке — ${code ?? listed.length}`,
      why: "Заметка, которой нет в списке, для человека пропала. Список, который надо резать на страницы, должен об этом сказать и дать следующую.",
      file: ACCESS,
    });
    const isSorted = listed.every(
      ({ text }, at) => text === expected[at]!.text,
    );
    expectThat(isSorted, {
      found: "заметки пришли не в том порядке: новые должны стоять сверху",
      why: "Порядок строк база обещает только тому, кто его попросил. Сверху человек ищет то, что записал последним.",
      file: ACCESS,
    });
  });

  test("список: его читают из базы каждый раз", async () => {
    const user = await fakeUser("author");
    const texts = async () =>
      (await call(user, (caller) => caller.notes.list())).value
        ?.map(({ text }) => text)
        .join() ?? "отказ";
    const seen = [await texts()];
    const id = await noteOf(user.id, "с телефона");
    seen.push(await texts());
    await sql("delete from notes where id = $1", [id]);
    seen.push(await texts());
    expectThat(seen.join("|") === "|с телефона|", {
      found: `в базе заметки не было, потом она появилась, потом исчезла; список показал по очереди: ${seen.map((one) => one || "пусто").join(", ")}`,
      why: "У сервера бывает второй процесс, у человека — второе устройство. Список из памяти процесса о них не знает.",
      file: ACCESS,
    });
  });

  for (const [what, run] of [
    [
      "список: база молчит — ошибка, а не пустой список",
      (caller: Caller) => caller.notes.list(),
    ],
    [
      "удаление: база молчит — ошибка, а не «нет такой»",
      (caller: Caller) => caller.notes.delete({ id: UNKNOWN_NOTE }),
    ],
  ] as const) {
    test(what, async () => {
      const user = await fakeUser("author");
      const end = await whileDatabaseIsSilent(() =>
        call<unknown>(user, run),
      );
      expectThat(end?.code === "INTERNAL_SERVER_ERROR", {
        found: end
          ? `база 15 секунд не отвечает, а ответ уже есть: ${end.code ?? JSON.stringify(end.value)}`
          : "база 15 секунд не отвечает, и процедура всё ещё ждёт",
        why: "«Заметок нет» и «такой заметки нет» человек поймёт буквально: пропали. Предел времени уже стоит в src/db/index.ts; его ошибка должна дойти до tRPC.",
        file: ACCESS,
      });
    });
  }

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
    const victim = await registered(anna);
    const clients = [new HttpClient(), await registered(boris)];
    const id = await idOf(anna.email);
    await noteOf(id, "тайна");
    const claims = [id, anna.email, tokenOf(victim)].flatMap((claim) => [
      claim,
      `Bearer ${claim}`,
    ]);
    claims.push(JSON.stringify({ id }), JSON.stringify({ user: { id } }));
    for (const claim of claims) {
      for (const client of clients) {
        const headers = new ClaimingHeaders(claim, client);
        const { value } = await outcomeOf(() => contextOf(headers));
        expectThat((value as Context | undefined)?.user?.id !== id, {
          found: `${client === clients[0] ? "аноним" : "Борис"} прислал заголовок со значением «${claim.replace(tokenOf(victim), "token")}», и context принял его за Анну`,
          why: "Заголовки пишет клиент, и id в них — только его слова. Пользователя в context кладёт сессия: её отдаёт getSession.",
          file: CONTEXT,
        });
      }
    }
  });

  test("context: cookie и адрес с чужим id ничего не значат", async () => {
    await registered(anna);
    const stranger = await registered(boris);
    const id = await idOf(anna.email);
    await noteOf(id, "тайна");
    const names =
      "user userId user_id user-id uid id owner ownerId actor as email";
    const claims = names
      .split(" ")
      .map((name) => [name, name === "email" ? anna.email : id] as const);
    const query = new URLSearchParams(claims.map((claim) => [...claim]));
    for (const client of [new HttpClient(), stranger]) {
      const who = client === stranger ? "Борис" : "аноним";
      const address = await client.query(`notes.list?${query}`);
      expectThat(!address.text.includes("тайна"), {
        found: `${who} дописал к адресу ?${query} и получил заметки Анны`,
        why: "Адрес пишет клиент: назваться в нём можно кем угодно. Пользователя в context кладёт сессия.",
        file: CONTEXT,
      });
      for (const [name, value] of claims) client.cookies.set(name, value);
      const cookie = await client.query("notes.list");
      expectThat(!cookie.text.includes("тайна"), {
        found: `${who} написал себе cookie с id Анны (${names}) и получил её заметки`,
        why: "Cookie хранит браузер, и неподписанную впишет туда кто угодно. Пользователя в context кладёт сессия.",
        file: CONTEXT,
      });
    }
  });

  test("создание: владельца назначает context, а не вход", async () => {
    await registered(anna);
    const second = await registered(boris);
    const victim = await idOf(anna.email);
    const answer = await second.mutate("notes.create", {
      text: "подброшенная",
      ...pretending(victim),
      owner_id: victim,
      id: UNKNOWN_NOTE,
      createdAt: "2000-01-01T00:00:00Z",
    });
    const rows = await sql(
      `select email, notes.id, notes.created_at < now() - interval '1 day' as "isOld"
       from notes join users on users.id = owner_id`,
    );
    const [row] = rows;
    expectThat(
      answer.status === 400 ||
        (rows.length === 1 && row!.email === boris.email),
      {
        found: `создаёт Борис; ${answer.found}; владелец в базе: ${row?.email ?? "—"}`,
        why: "Если владельца берут из входных данных, заметку можно записать на любого. Владелец — тот, кто в ctx.user.",
        file: ROUTER,
      },
    );
    expectThat(!row || (row.id !== UNKNOWN_NOTE && !row.isOld), {
      found: `вместе с текстом прислали id и createdAt, и они оказались в базе`,
      why: "Клиент пишет только текст. Остальные столбцы заполняет сервер: иначе заметку пишут задним числом или поверх чужого id.",
      file: ACCESS,
    });
  });

  test("создание: текст хранят таким, каким его написали", async () => {
    const client = await registered(anna);
    for (const text of [
      "O'Brien'); delete from notes; --",
      `<b>"жирно"</b> & \\n $1 %s 😀`,
      "Ё".repeat(500),
    ]) {
      const answer = await client.mutate("notes.create", { text });
      const [row] = await sql(
        "select text from notes order by created_at desc limit 1",
      );
      expectThat(
        answer.json?.result?.data?.text === text && row?.text === text,
        {
          found: `создают заметку «${text.slice(0, 40)}», ${answer.found.slice(0, 120)}; в базе: ${row?.text.slice(0, 40) ?? "ничего"}`,
          why: "Кавычки, скобки и теги — обычный текст. Для базы безопасен параметр запроса, для страницы — React: портить написанное незачем.",
          file: ACCESS,
        },
      );
    }
  });

  test("ответы о заметках — только о заметках", async () => {
    const client = await registered(anna);
    const answers = [
      await client.mutate("notes.create", { text: "моя" }),
      await client.query("notes.list"),
    ];
    for (const { text } of answers) {
      expectThat(!text.includes(anna.email), {
        found: `вместе с заметкой ушла строка пользователя: ${text.slice(0, 200)}`,
        why: "Странице нужны заметки, а не всё, что нашлось рядом. Завтра в той же строке появятся телефон и адрес, и уйдут следом.",
        file: ACCESS,
      });
    }
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
    const again = await client.mutate("notes.delete", { id });
    expectThat(again.status === 404, {
      found: `Анна удаляет ту же заметку ещё раз: ${again.found}`,
      why: "Второй раз удалять уже нечего. deleteNote говорит правду: true, только если заметка была и её не стало.",
      file: ACCESS,
    });
  });

  test("удаление: чужую — нельзя, и она остаётся на месте", async () => {
    await registered(anna);
    const stranger = await registered(boris);
    const victim = await idOf(anna.email);
    const id = await noteOf(victim, "важная");
    // PostgreSQL gives a row a new xmin when it is written again.
    const versions = () =>
      sql("select xmin::text as version from notes where id = $1", [id]);
    const [before] = await versions();
    const remains = async () =>
      (await versions())[0]?.version === before!.version;
    const answer = await stranger.mutate("notes.delete", { id });
    expectThat(await remains(), {
      found: `Борис удаляет заметку Анны: ${answer.found}; заметки больше нет, или на её месте другая`,
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

  test("удаление: чужая и несуществующая — один и тот же ответ", async () => {
    const client = await registered(anna);
    const owner = await fakeUser("owner");
    const foreign = await client.mutate("notes.delete", {
      id: await noteOf(owner.id, "чужая"),
    });
    const unknown = await client.mutate("notes.delete", {
      id: UNKNOWN_NOTE,
    });
    expectThat(
      foreign.status === unknown.status && foreign.text === unknown.text,
      {
        found: `на чужую — ${foreign.found}; на несуществующую — ${unknown.found}`,
        why: "По разнице в ответах посторонний узнаёт, что такая заметка есть. Для него чужой заметки не существует.",
        file: ACCESS,
      },
    );
  });

  test("удаление: id, который не uuid, — отказ, а не поломка", async () => {
    const client = await registered(anna);
    await createdBy(client, "на месте");
    for (const id of ["1", "%", "' or '1'='1", "", null, []]) {
      const answer = await client.mutate("notes.delete", { id });
      expectThat(answer.status === 400, {
        found: `id ${JSON.stringify(id)}: ${answer.found}`,
        why: "Плохой вход — ошибка того, кто его прислал: 400 и одна фраза по-русски. До базы такой id доходить не должен.",
        file: ROUTER,
      });
    }
    const left = await sql("select 1 from notes");
    expectThat(left.length === 1, {
      found: "после удаления по плохому id заметка исчезла",
      why: "Условие, которое не прочлось, — не условие «все».",
      file: ACCESS,
    });
  });

  test("удаление: проверка и действие — один запрос", async () => {
    const owner = await fakeUser("first");
    const heir = await fakeUser("second");
    const id = await noteOf(owner.id, "переходящая");
    const handedOver = await interrupted(
      () => call(owner, (caller) => caller.notes.delete({ id })),
      ["update notes set owner_id = $1 where id = $2", [heir.id, id]],
    );
    const left = await sql("select 1 from notes where id = $1", [id]);
    expectThat(!handedOver || left.length === 1, {
      found:
        "сразу после первого запроса заметка перешла к другому пользователю, но всё равно удалена — уже чужая",
      why: "Между проверкой владельца и удалением может пройти другой запрос, и обычная транзакция ему не мешает. Условие о владельце в самом DELETE такого промежутка не оставляет.",
      file: ACCESS,
    });
  });

  test("администратор — хозяин только своих заметок", async () => {
    const admin = await fakeUser("admin", "ADMIN");
    const owner = await fakeUser("owner");
    const id = await noteOf(owner.id, "чужая");
    const { value, code } = await call(admin, async (caller) => {
      const own = await caller.notes.create({ text: "своя" });
      const listed = await caller.notes.list();
      await caller.notes.delete({ id: own.id });
      return listed.map(({ text }) => text).join();
    });
    const refused = await call(admin, (caller) =>
      caller.notes.delete({ id }),
    );
    const left = await sql("select text from notes");
    expectThat(
      value === "своя" &&
        refused.code === "NOT_FOUND" &&
        left.length === 1,
      {
        found: `администратор создал, прочёл и удалил свою заметку: ${code ?? `в списке «${value}»`}; удаляет чужую: ${refused.code ?? "удалена"}`,
        why: "О правах администратора на чужие заметки никто не просил. Роль, которой дали больше, чем сказано, — дыра; а свои заметки у него есть, как у всех.",
        file: code ? PROCEDURES : ACCESS,
      },
    );
  });

  test("без настоящего id никто не получает ничего", async () => {
    const owner = await fakeUser("owner");
    const note = await noteOf(owner.id, "важная");
    const { deleteNote, listNotes } = await import("../src/access/notes");
    const left = async () => (await sql("select 1 from notes")).length;
    const nobodies = [
      undefined,
      {},
      { id: undefined },
      { id: null },
      ...["", "%", "_", owner.id.slice(0, 8), "' or '1'='1"].map((id) => ({
        id,
      })),
    ] as unknown as { id: string }[];
    for (const nobody of nobodies) {
      const who = `actor ${JSON.stringify(nobody) ?? "undefined"}`;
      const { value: listed = [] } = await outcomeOf(async () =>
        listNotes(nobody),
      );
      expectThat((listed as unknown[]).length === 0, {
        found: `${who} получил все заметки`,
        why: "Если условие о владельце ставят, только когда id есть, то без id условия нет вовсе. Drizzle молча пропускает undefined в where и and.",
        file: ACCESS,
      });
      await outcomeOf(async () => deleteNote(nobody, note));
      expectThat((await left()) === 1, {
        found: `${who} удалил чужую заметку`,
        why: "Если условие о владельце ставят, только когда id есть, то без id условия нет вовсе. Drizzle молча пропускает undefined в where и and.",
        file: ACCESS,
      });
    }
    for (const id of [
      undefined,
      null,
      "",
      "%",
      note.slice(0, 8),
      "' or '1'='1",
    ]) {
      await outcomeOf(async () => deleteNote(owner, id as string));
      expectThat((await left()) === 1, {
        found: `владелец удаляет заметку с id ${JSON.stringify(id) ?? "undefined"}, и его настоящая заметка пропала`,
        why: "Удаляют одну заметку, с этим самым id. Похожий, пустой или склеенный с текстом SQL — не он.",
        file: ACCESS,
      });
    }
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

  for (const table of ["notes", "sessions"]) {
    test(`поломка базы — ошибка сервера, а не «ничего нет»: таблица ${table}`, async () => {
      const client = await registered(anna);
      const id = await createdBy(client, "на месте");
      const answers = await whileTableIsAway(table, () =>
        everythingFrom(client, id),
      );
      for (const [what, { status, found }] of answers) {
        expectThat(status === 500, {
          found: `таблица ${table} недоступна, ${what}: ${found}`,
          why: "Поломка — не «заметок нет», не «такой заметки нет» и не «войдите»: человек поверит и решит, что всё пропало. Пусть исключение летит до tRPC.",
          file: table === "notes" ? ACCESS : CONTEXT,
        });
      }
    });
  }

  test("поломка базы не выдаёт браузеру ни SQL, ни данных", async () => {
    const client = await registered(anna);
    const id = await createdBy(client, "на месте");
    const answers = [
      ...(await whileTableIsAway("notes", () =>
        everythingFrom(client, id),
      )),
      ...(await whileTableIsAway("sessions", () =>
        everythingFrom(client, id),
      )),
      ...(await restartedWith({ NODE_ENV: "development" }, () =>
        whileTableIsAway("notes", () => everythingFrom(client, id)),
      )),
    ];
    const leak =
      /select|insert|delete from|owner_id|тайна|node_modules|stack/i;
    for (const [what, { status, text }] of answers) {
      expectThat(!leak.test(text), {
        found: `таблица недоступна, ${what}: ответ ${status} ${text.slice(0, 300)}`,
        why: "Текст запроса, имена столбцов и значения — подсказка взломщику и чужие данные на экране. Подробности — в журнал сервера, браузеру — одна фраза, в любом режиме: errorFormatter и isDev: false в initTRPC.",
        file: PROCEDURES,
      });
    }
  });

  for (const [what, input] of [
    ["с символом, которого база не хранит", { text: "до\0после" }],
    ["пустая", { text: "" }],
    ["из пробелов", { text: "  \n " }],
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
    "multipart/form-data; boundary=application/json",
    "application/octet-stream",
    "text/plain",
    "без типа",
  ]) {
    test(`тело ${type} не принимается: чужая страница отправит его без спроса`, async () => {
      const client = await registered(anna);
      const boundary = /boundary=(.*)/.exec(type)?.[1] ?? "x";
      const body = `--${boundary}\r\ncontent-disposition: form-data; name="id"\r\n\r\n1\r\n--${boundary}--\r\n`;
      const response = await client.fetch("/api/trpc/notes.delete", {
        method: "POST",
        // Of bytes, fetch does not guess the type.
        body: new TextEncoder().encode(body),
        headers: {
          origin: "https://evil.example",
          ...(type.includes("/") && { "content-type": type }),
        },
      });
      expectThat(response.status === 415, {
        found: `ответ ${response.status} ${await response.text()}`,
        why: "tRPC понимает и формы, и байты, а их страница любого сайта отправляет сразу. JSON она без разрешения (CORS) не отправит: это и есть защита каждой процедуры от CSRF, и той, у которой входа нет.",
        file: ROUTE,
      });
    });
  }

  test("GET ничего не меняет: его пошлёт и картинка на чужой странице", async () => {
    const client = await registered(anna);
    const id = await createdBy(client, "на месте");
    const asked = (input: object) =>
      encodeURIComponent(JSON.stringify(input));
    const answers = [
      await client.query(`notes.create?input=${asked({ text: "ещё" })}`),
      await client.query(`notes.delete?input=${asked({ id })}`),
    ];
    const left = await sql("select text from notes");
    const texts = left.map(({ text }) => text).join();
    expectThat(texts === "на месте", {
      found: `создание и удаление запросом GET: ${answers.map(({ found }) => found).join("; ")}; в базе: ${texts || "ничего"}`,
      why: "GET браузер шлёт и по ссылке, и за картинкой, вместе с cookie и без спроса. Что меняет данные, то mutation, и только POST.",
      file: ROUTER,
    });
  });

  test("чужой странице не разрешают ни спросить, ни прочесть", async () => {
    const client = await registered(anna);
    const origin = "https://evil.example";
    const preflight = await client.fetch("/api/trpc/notes.create", {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    const list = await client.fetch("/api/trpc/notes.list", {
      headers: { origin },
    });
    for (const { headers } of [preflight, list]) {
      const allowed = headers.get("access-control-allow-origin");
      expectThat(allowed === null || allowed === client.origin, {
        found: `странице ${origin} ответ разрешает: Access-Control-Allow-Origin: ${allowed}`,
        why: "С таким разрешением любой сайт пришлёт JSON от имени вошедшего человека и прочтёт его заметки. Своей странице CORS не нужен: она с того же адреса.",
        file: ROUTE,
      });
    }
  });

  test("у заметки всегда есть хозяин, и исчезает она вместе с ним", async () => {
    const { id } = await fakeUser("owner");
    await noteOf(id, "моя");
    const orphan = await outcomeOf(() =>
      sql("insert into notes (text) values ('ничья')"),
    );
    const farewell = await outcomeOf(() =>
      sql("delete from users where id = $1", [id]),
    );
    const left = await sql("select text from notes");
    expectThat(orphan.refusal !== undefined && left.length === 0, {
      found: `заметку без хозяина база ${orphan.refusal ? "не приняла" : "приняла"}; хозяина ${farewell.refusal ? "не удалить" : "удалили"}, осталось заметок: ${left.length}`,
      why: "Ничью заметку не увидит и не удалит никто. Столбец owner_id обязателен и связан с users: так его сделала миграция 0003_note_owner.",
      file: "src/db/schema.ts",
    });
  });

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
        file: ROUTE,
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

  leakTests(ROUTE);
});
