import { EventEmitter, once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { Client, Pool } from "pg";
import { describe, test, vi } from "vitest";
import {
  connectionsOpened,
  sql,
  whileTableIsAway,
} from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { prints } from "../support/journal.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat, Lesson } from "../support/lesson.ts";
import { HttpClient } from "../support/http-client.ts";
import { MODES, startError } from "../support/start.ts";
import { textOf } from "../support/faults.ts";

const AUTH = "src/auth/auth.ts";
const DB = "src/db/index.ts";

/** More connections than this PostgreSQL gives to nobody, by default. */
const CONNECTIONS_OF_A_SERVER = 100;

/** An address of a database elsewhere: nobody connects to it here. */
const ELSEWHERE =
  "postgres://notes:the-database-password@db.example:5432/notes";

/** How the adapter says that it looks for tables of other names. */
const SINGULAR =
  /model "(user|session|account|verification)" was not found|Missing tables .*\b(user|session|account|verification)\b/;

/** Somebody who has not been here before. */
const newcomer = (() => {
  let count = 0;
  return () => ({
    name: "Борис",
    email: `boris-${(count += 1)}@example.com`,
    password: "staple battery horse",
  });
})();

const importAuth = () => import("../src/auth/auth");
const importDb = () => import("../src/db");

/** The student's auth. @throws Lesson when its module does not load */
async function loadedAuth() {
  const { module, problem } = await importAuth().then(
    (module) => ({ module, problem: "модуль не экспортирует auth" }),
    (thrown) => ({
      module: undefined,
      problem: `модуль auth не загрузился, исключение «${textOf(thrown)}»`,
    }),
  );
  expectThat(module?.auth !== undefined, {
    found: problem,
    why: "Пока auth не создан, ни вход, ни регистрация не работают. Так бывает, например, когда в database передают сам db вместо адаптера.",
    file: AUTH,
  });
  return module.auth;
}

/** What Better Auth works with. @throws Lesson when auth does not load */
async function authContext() {
  const auth = await loadedAuth();
  return auth.$context.catch((error: Error) => {
    throw new Lesson({
      found: `auth не принял настройки: ${error.message}`,
      why: "Параметр database ждёт адаптер: объект, который переводит запросы auth на язык вашей базы.",
      file: AUTH,
    });
  });
}

/** The application's db and its pool. @throws Lesson when there is none */
async function loadedDb() {
  const { module, problem } = await importDb().then(
    (module) => ({ module, problem: "db работает не через пул" }),
    (thrown) => ({
      module: undefined,
      problem: `модуль src/db не загрузился, исключение «${textOf(thrown)}»`,
    }),
  );
  const pool: unknown = module?.pool ?? module?.db?.$client;
  expectThat(module !== undefined && pool instanceof Pool, {
    found: problem,
    why: "Через db и его пул к базе ходит всё приложение: и auth, и заметки.",
    file: DB,
  });
  return { db: module.db, pool };
}

/** Has the pool ask the database something. @throws Lesson when it cannot */
async function queried() {
  const { pool } = await loadedDb();
  await pool.query("select 1").catch((error: Error) => {
    throw new Lesson({
      found: `пул не получил от базы ответа: ${error.message}`,
      why: "Через этот пул к базе ходит всё приложение: и auth, и заметки.",
      file: DB,
    });
  });
}

/** Makes Better Auth itself store something. @returns what went wrong */
async function letAuthStore(
  identifier: string,
): Promise<string | undefined> {
  const { internalAdapter } = await authContext();
  return internalAdapter
    .createVerificationValue({
      identifier,
      value: "42",
      expiresAt: new Date(Date.now() + 60_000),
    })
    .then(
      () => undefined,
      (error: Error) => error.message,
    );
}

/**
 * Signs somebody up and in, past the limits that a route may have.
 * @returns the cookies that a browser would send from now on
 */
async function signedIn(): Promise<string> {
  const { api } = await loadedAuth();
  const body = newcomer();
  const answer = await api
    .signUpEmail({ body })
    .then(() => api.signInEmail({ body, asResponse: true }))
    .catch((error: Error) => error);
  expectThat(answer instanceof Response && answer.ok, {
    found:
      answer instanceof Response
        ? `регистрация прошла, а вход — ответ ${answer.status}`
        : `исключение «${answer.message}»`,
    why: "Для регистрации и входа auth нужны три таблицы: users, accounts и sessions. Все они — в src/db/schema.ts.",
    file: AUTH,
  });
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

/** Who the application says has sent this cookie. */
function whoIs(cookie: string) {
  return new HttpClient().get("/api/auth/get-session", {
    headers: { cookie },
  });
}

/** As PostgreSQL says "you are in" and "done", each time "what next?". */
const WELCOME = "R\0\0\0\b\0\0\0\0Z\0\0\0\u0005I";
const DONE = "C\0\0\0\rSELECT 1\0Z\0\0\0\u0005I";

/** A server that does nothing before it is told to. */
async function obedientServer() {
  const sockets: Socket[] = [];
  let heard = "";
  let isAnswering = false;
  const events = new EventEmitter();
  const [knocked, asked] = [once(events, "knock"), once(events, "query")];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => socket.destroy());
    socket.once("data", (hello) => {
      heard += hello.toString("latin1");
      events.emit("knock");
      socket.on("data", (query) => {
        heard += query.toString("latin1");
        events.emit("query");
        if (isAnswering) say(DONE);
      });
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const say = (text: string) =>
    sockets.forEach((socket) => socket.write(text, "latin1"));
  return {
    url: `postgres://nobody@127.0.0.1:${port}/nothing`,
    /** Ends when somebody wants to come in. */
    knocked,
    /** Ends when somebody has sent a query. */
    asked,
    /** All that it was told so far. */
    heard: () => heard,
    letIn: () => say(WELCOME),
    /** From now on it answers this query and all that come. */
    answer() {
      isAnswering = true;
      say(DONE);
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

type Server = Awaited<ReturnType<typeof obedientServer>>;

/**
 * Asks a server that only does what it is told, while time stands still.
 * @param tell tells the server what to do, and lets time pass
 * @returns how the query has ended a moment later
 */
async function endOfQuery(
  tell: (server: Server, query: Promise<string>) => Promise<unknown>,
): Promise<{ end: string; heard: string }> {
  const server = await obedientServer();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    return await restartedWith({ DATABASE_URL: server.url }, async () => {
      const { pool } = await loadedDb();
      const query = pool.query("select 1").then(
        () => "ответ",
        (error: Error) => `ошибка «${error.message}»`,
      );
      await tell(server, query);
      vi.useRealTimers();
      const waits = new Promise<string>((resolve) =>
        setTimeout(resolve, 300, "ожидание"),
      );
      const end = await Promise.race([query, waits]);
      // A connection that ends by itself would be a fault of the pool.
      if (end === "ответ") await pool.end();
      return { end, heard: server.heard() };
    });
  } finally {
    vi.useRealTimers();
    server.close();
  }
}

/** What the application's own pool of connections is told to do. */
function poolUnder(settings: Record<string, string | undefined>) {
  return restartedWith(
    { NODE_TLS_REJECT_UNAUTHORIZED: undefined, ...settings },
    async () => {
      const { pool } = await loadedDb();
      const { ssl } = new Client(pool.options) as { ssl: unknown };
      const { NODE_TLS_REJECT_UNAUTHORIZED } = process.env;
      return { pool, ssl, NODE_TLS_REJECT_UNAUTHORIZED };
    },
  );
}

describe("bauth02", () => {
  test("данные auth лежат в PostgreSQL", async () => {
    const problem = await letAuthStore("lesson");
    const rows = await sql(
      "select value from verifications where identifier = 'lesson'",
    ).catch(() => []);
    expectThat(rows.length === 1, {
      found: problem
        ? `auth не смог записать строку: ${problem}`
        : "auth сообщил об успехе, но в таблице verifications строки нет",
      why: SINGULAR.test(problem ?? "")
        ? "Адаптер ищет таблицы с именами в единственном числе, а в src/db/schema.ts они во множественном: об этом ему говорит параметр usePlural."
        : "Без параметра database Better Auth держит всё в памяти процесса: после перезапуска не останется ни пользователей, ни сессий.",
      file: AUTH,
    });
  });

  test("регистрация и вход оставляют строки в users, accounts и sessions", async () => {
    await signedIn();
    for (const table of ["users", "accounts", "sessions"]) {
      const rows = await sql(`select id from "${table}"`).catch(() => []);
      expectThat(rows.length > 0, {
        found: `человек зарегистрирован и вошёл, а в таблице ${table} пусто`,
        why: "Часть данных в базе, часть ещё где-то — значит, после перезапуска или на втором сервере они разойдутся.",
        file: AUTH,
      });
    }
  });

  test("сессия живёт в базе: переживает перезапуск и кончается вместе со строкой", async () => {
    const cookie = await signedIn();
    const first = await whoIs(cookie);
    const restarted = await restartedWith({}, () => whoIs(cookie));
    expectThat(Boolean(first.json?.user && restarted.json?.user), {
      found: `после входа — ${first.found}; после перезапуска с той же cookie — ${restarted.found}`,
      why: "Память процесса кончается вместе с процессом: после каждого обновления сервера всем пришлось бы входить заново.",
      file: AUTH,
    });
    await sql("delete from sessions");
    const { json, found } = await whoIs(cookie);
    expectThat(!json?.user, {
      found: `строки в sessions больше нет, а auth всё ещё узнаёт человека: ${found}`,
      why: "База решает, кто вошёл. Копия сессии в памяти или в cookie живёт дольше, чем сама сессия, и отозвать её нельзя.",
      file: AUTH,
    });
  });

  test("auth работает через адаптер Drizzle", async () => {
    const { adapter } = await authContext();
    expectThat(adapter.id === "drizzle", {
      found: `адаптер «${adapter.id}»`,
      why: "В приложении один способ говорить с базой — Drizzle. Второй означает вторую схему и миграции, которые расходятся.",
      file: AUTH,
    });
  });

  test("адаптер знает, что база — PostgreSQL", async () => {
    const { adapter } = await authContext();
    const provider: unknown = adapter.options?.provider;
    expectThat(provider === "pg", {
      found: `provider: ${JSON.stringify(provider) ?? "не задан"}`,
      why: "По нему адаптер решает, как записать и прочесть строку. С чужим диалектом ошибки всплывут не сразу: id, даты и ответы INSERT у баз разные.",
      file: AUTH,
    });
  });

  test("запросы auth идут через пул приложения", async () => {
    const { pool } = await loadedDb();
    let taken = 0;
    const count = () => (taken += 1);
    pool.on("acquire", count);
    const problem = await letAuthStore("through-the-pool");
    pool.off("acquire", count);
    expectThat(taken > 0, {
      found: problem
        ? `auth не смог записать строку: ${problem}`
        : "пока auth писал в базу, пул из src/db не выдал ни одного соединения",
      why: "Предел соединений у PostgreSQL общий. Второй пул тратит его вдвое быстрее, а транзакции двух пулов друг друга не видят.",
      file: AUTH,
    });
  });

  test("auth получает тот самый db, с которым работает приложение", async () => {
    const { db } = await loadedDb();
    const insert = db.insert.bind(db);
    let asked = 0;
    db.insert = ((table: Parameters<typeof insert>[0]) => {
      asked += 1;
      return insert(table);
    }) as typeof db.insert;
    const problem = await letAuthStore("through-the-db");
    db.insert = insert;
    expectThat(asked > 0, {
      found: problem
        ? `auth не смог записать строку: ${problem}`
        : "auth записал строку мимо db из src/db",
      why: "db — одна дверь к данным на всё приложение: схема, журнал запросов, настройки. Второй drizzle(…) рядом с ней живёт со своими.",
      file: AUTH,
    });
  });

  test("сколько бы раз модули ни перезагружались, пул остаётся один", async () => {
    const opened = { db: 0, auth: 0 };
    const counted = async (
      who: "db" | "auth",
      run: () => Promise<unknown>,
    ) => {
      const before = connectionsOpened();
      await run();
      opened[who] += connectionsOpened() - before;
    };
    await restartedWith({ NODE_ENV: "development" }, async () => {
      await queried();
      for (let reload = 1; reload <= 5; reload += 1) {
        vi.resetModules();
        await counted("db", queried);
        await counted("auth", () => letAuthStore(`reload-${reload}`));
        await counted("auth", () => letAuthStore(`again-${reload}`));
      }
    });
    expectThat(opened.db + opened.auth <= 1, {
      found: `за пять перезагрузок открыто новых соединений: модулем src/db — ${opened.db}, модулем auth — ${opened.auth}`,
      why: "next dev перезагружает модули после каждой правки. Если при этом создаётся новый пул, через полчаса работы PostgreSQL ответит «too many clients».",
      file: opened.auth > opened.db ? AUTH : DB,
    });
  });

  test("новые запросы не открывают новых соединений", async () => {
    const { all, own } = await restartedWith({}, async () => {
      const { pool } = await loadedDb();
      const count = { all: connectionsOpened(), own: 0 };
      pool.on("connect", () => (count.own += 1));
      const cookie = await signedIn();
      for (let request = 1; request <= 3; request += 1) {
        await whoIs(cookie);
        const client = new HttpClient();
        await client.get("/api/auth/reset-password/none?callbackURL=/");
        await client.query("notes.list");
        await client.mutate("notes.create", { text: "молоко" });
      }
      return { ...count, all: connectionsOpened() - count.all };
    });
    const others = all - own;
    expectThat(others === 0, {
      found: `запросы открыли соединений: пул приложения — ${own}, кто-то помимо него — ${others}`,
      why: "Один процесс — один пул, и для записи, и для чтения. Второй тратит предел соединений вдвое быстрее, а только что записанного другим может не увидеть.",
      file: AUTH,
    });
    // Two at a time, at most, and a spare one.
    expectThat(own <= 3, {
      found: `дюжина запросов по очереди открыла новых соединений: ${own}`,
      why: "Открыть соединение дороже, чем выполнить запрос, и число их ограничено. Пул создают один раз, при старте, а не в обработчике запроса, и соединения в него возвращают.",
      file: DB,
    });
  });

  test("пулу хватает соединений, но всех у сервера он не занимает", async () => {
    const { pool } = await loadedDb();
    const { max } = pool.options;
    expectThat(max > 1 && max <= CONNECTIONS_OF_A_SERVER, {
      found: `соединений в пуле — не больше ${max}`,
      why: "С одним соединением запросы ждут друг друга, а внутри транзакции — самих себя. Больше сотни PostgreSQL не даст, и они общие на всех.",
      file: DB,
    });
  });

  test("обрыв соединения не роняет приложение и не выдаёт адрес базы", async () => {
    const before = prints().length;
    await restartedWith({ DATABASE_URL: ELSEWHERE }, async () => {
      const { pool } = await loadedDb();
      const exit = vi
        .spyOn(process, "exit")
        .mockImplementation(() => undefined as never);
      let thrown: unknown;
      try {
        // As pg says it when the server has closed two connections at rest.
        const lost = new Error("terminating connection");
        for (const client of [
          new Client(pool.options),
          new Client(pool.options),
        ])
          pool.emit("error", lost, client);
      } catch (error) {
        thrown = error;
      }
      const problem = [
        thrown && `обрыв стал исключением «${textOf(thrown)}»`,
        exit.mock.calls.length > 0 && "приложение завершает себя само",
        pool.ending && "пул закрыт, и запросов больше не примет",
      ].find(Boolean);
      exit.mockRestore();
      expectThat(!problem, {
        found: `сервер базы закрыл соединение: ${problem}`,
        why: "Соединения рвутся при каждом перезапуске PostgreSQL. Пулу это не помеха, он откроет новое; а событие error, которого никто не слушает, останавливает весь процесс.",
        file: DB,
      });
    });
    const { password } = new URL(ELSEWHERE);
    const leak = prints()
      .slice(before)
      .find(({ text }) => text.includes(password));
    expectThat(leak === undefined, {
      found: "в журнал попал адрес базы вместе с паролем",
      why: "Журнал читают многие. С адресом и паролем базы никакой вход уже не нужен: все данные открыты.",
      file: leak?.place ?? DB,
    });
  });

  test("сертификат сервера базы проверяется", async () => {
    for (const NODE_ENV of MODES) {
      for (const query of ["", "?sslmode=verify-full"]) {
        const { ssl, NODE_TLS_REJECT_UNAUTHORIZED } = await poolUnder({
          NODE_ENV,
          DATABASE_URL: ELSEWHERE + query,
        });
        const given = Object(ssl) as Record<string, unknown>;
        const isChecked =
          NODE_TLS_REJECT_UNAUTHORIZED !== "0" &&
          given.rejectUnauthorized !== false &&
          given.checkServerIdentity === undefined;
        expectThat(isChecked && (query === "" || Boolean(ssl)), {
          found: isChecked
            ? "в DATABASE_URL стоит sslmode=verify-full, а соединение открыли бы без TLS"
            : `NODE_ENV=${NODE_ENV}: сертификат сервера никто не проверит`,
          why: "Без проверки сертификата шифрование ничего не даёт: тот, кто стоит посередине, покажет свой и прочтёт всё, вместе с паролем базы. Как соединяться, говорит DATABASE_URL.",
          file: DB,
        });
      }
    }
  });

  test("без DATABASE_URL приложение не стартует и говорит почему", async () => {
    for (const NODE_ENV of MODES) {
      for (const DATABASE_URL of [undefined, ""]) {
        const message = await startError(importDb, {
          NODE_ENV,
          DATABASE_URL,
          NEXT_PUBLIC_DATABASE_URL: ELSEWHERE,
        });
        expectThat(/(?<!\w)DATABASE_URL(?!\w)/.test(message ?? ""), {
          found:
            message === undefined
              ? `модуль src/db загрузился как ни в чём не бывало (NODE_ENV=${NODE_ENV})`
              : `ошибка без имени переменной: «${message.slice(0, 200)}»`,
          why: "Без адреса pg молча пробует localhost:5432, и вместо одной понятной ошибки при старте вы получите ECONNREFUSED на каждом запросе.",
          file: DB,
        });
      }
    }
  });

  test("сервер базы не пускает и не отказывает — запрос заканчивается ошибкой", async () => {
    const { end } = await endOfQuery(async (server, query) => {
      await Promise.race([server.knocked, query]);
      vi.advanceTimersByTime(60_000);
    });
    expectThat(end.startsWith("ошибка"), {
      found: `сервер молчит уже при входе; через минуту у запроса — ${end}`,
      why: "Без предела на вход (connectionTimeoutMillis) каждый посетитель ждал бы вечно, а соединение не вернулось бы в пул.",
      file: DB,
    });
  });

  test("сервер базы замолчал — запрос заканчивается ошибкой, а не ждёт вечно", async () => {
    const { end, heard } = await endOfQuery(async (server, query) => {
      await Promise.race([server.knocked, query]);
      server.letIn();
      await Promise.race([server.asked, query]);
      vi.advanceTimersByTime(60_000);
    });
    expectThat(end.startsWith("ошибка"), {
      found: `сервер принял соединение и молчит; через минуту у запроса — ${end}`,
      why: "connectionTimeoutMillis ограничивает только вход. Без предела на сам запрос страница крутилась бы, пока человек не уйдёт, а соединение не вернулось бы в пул: statement_timeout и query_timeout.",
      file: DB,
    });
    const [, limit, unit] =
      /statement_timeout\W+(\d+)\W*(s|min)?/i.exec(heard) ?? [];
    expectThat(Number(limit) >= 100 || Boolean(unit && limit !== "0"), {
      found: limit
        ? `серверу велено прерывать запросы через ${limit} мс`
        : "серверу не сказано, когда прервать долгий запрос",
      why: "Мы перестали ждать, а сервер всё ещё считает: такие запросы копятся и занимают его целиком. Предел для него — statement_timeout, в миллисекундах.",
      file: DB,
    });
  });

  test("медленный сервер базы — ещё не ошибка", async () => {
    const { end } = await endOfQuery(async (server, query) => {
      await Promise.race([server.knocked, query]);
      vi.advanceTimersByTime(1_000);
      server.letIn();
      await Promise.race([server.asked, query]);
      vi.advanceTimersByTime(1_000);
      server.answer();
      // Until the answer has come, or somebody has lost patience.
      await query;
    });
    expectThat(end === "ответ", {
      found: `сервер пустил через секунду и ответил ещё через секунду; у запроса — ${end}`,
      why: "Пределы pg — в миллисекундах: с 5 вместо 5_000 приложение отказывает людям, как только сервер чуть занят.",
      file: DB,
    });
  });

  leakTests(AUTH);

  // After them, because Better Auth itself logs a failed query with its values.
  test("сломанная база — это ошибка, а не «никто не вошёл»", async () => {
    const cookie = await signedIn();
    for (const table of ["sessions", "users"]) {
      const { status, text, found } = await whileTableIsAway(table, () =>
        whoIs(cookie),
      );
      expectThat(status >= 500 && !/Failed query|select "/.test(text), {
        found: `таблица ${table} недоступна, а на вопрос, кто вошёл, — ${found}`,
        why: "Человек вошёл, просто база не отвечает. Скажи ему «вы не вошли» — он войдёт ещё раз, и ещё; а подробности ошибки — для журнала, не для посетителя.",
        file: "src/app/api/auth/[...all]/route.ts",
      });
    }
  });
});
