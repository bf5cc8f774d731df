import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { describe, test, vi } from "vitest";
import { connectionsOpened, sql } from "../support/database.ts";
import { restartedWith } from "../support/app.ts";
import { expectThat, Lesson } from "../support/lesson.ts";
import { HttpClient } from "../support/http-client.ts";

const AUTH = "src/auth/auth.ts";
const DB = "src/db/index.ts";

const importAuth = () => import("../src/auth/auth");
const importDb = () => import("../src/db");

/** What Better Auth works with. @throws Lesson when auth does not load */
async function authContext() {
  const { module, problem } = await importAuth().then(
    (module) => ({ module, problem: "модуль не экспортирует auth" }),
    (thrown) => ({
      module: undefined,
      problem: `модуль auth не загрузился, исключение «${thrown?.message ?? thrown}»`,
    }),
  );
  expectThat(module?.auth !== undefined, {
    found: problem,
    why: "Пока auth не создан, ни вход, ни регистрация не работают. Так бывает, например, когда в database передают сам db вместо адаптера.",
    file: AUTH,
  });
  return module.auth.$context.catch((error: Error) => {
    throw new Lesson({
      found: `auth не принял настройки: ${error.message}`,
      why: "Параметр database ждёт адаптер: объект, который переводит запросы auth на язык вашей базы.",
      file: AUTH,
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

/** A server that lets everybody in and then answers nothing. */
async function silentServer() {
  const welcome = Buffer.from("R\0\0\0\b\0\0\0\0Z\0\0\0\u0005I", "latin1");
  let heard: () => void;
  const asked = new Promise<void>((resolve) => (heard = resolve));
  const server = createServer((socket) => {
    socket.once("data", () => {
      socket.write(welcome);
      socket.on("data", () => heard());
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://nobody@127.0.0.1:${port}/nothing`,
    /** Ends when somebody has sent a query. */
    asked,
    close: () => server.close(),
  };
}

describe("bauth02", () => {
  test("данные auth лежат в PostgreSQL", async () => {
    const problem = await letAuthStore("lesson");
    const rows = await sql(
      "select value from verifications where identifier = 'lesson'",
    );
    expectThat(rows.length === 1, {
      found: problem
        ? `auth не смог записать строку: ${problem}`
        : "auth сообщил об успехе, но в таблице verifications строки нет",
      why: "Без параметра database Better Auth держит всё в памяти процесса: после перезапуска не останется ни пользователей, ни сессий.",
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
    const { pool } = await importDb();
    let taken = 0;
    const count = () => (taken += 1);
    pool.on("acquire", count);
    await letAuthStore("through-the-pool");
    pool.off("acquire", count);
    expectThat(taken > 0, {
      found:
        "пока auth писал в базу, пул из src/db не выдал ни одного соединения",
      why: "Предел соединений у PostgreSQL общий. Второй пул тратит его вдвое быстрее, а транзакции двух пулов друг друга не видят.",
      file: AUTH,
    });
  });

  test("auth получает тот самый db, с которым работает приложение", async () => {
    const { db } = await importDb();
    const insert = db.insert.bind(db);
    let asked = 0;
    db.insert = ((table: Parameters<typeof insert>[0]) => {
      asked += 1;
      return insert(table);
    }) as typeof db.insert;
    await letAuthStore("through-the-db");
    db.insert = insert;
    expectThat(asked > 0, {
      found: "auth записал строку мимо db из src/db",
      why: "db — одна дверь к данным на всё приложение: схема, журнал запросов, настройки. Второй drizzle(…) рядом с ней живёт со своими.",
      file: AUTH,
    });
  });

  test("сколько бы раз модули ни перезагружались, пул остаётся один", async () => {
    await (await importDb()).pool.query("select 1");
    const opened = { db: 0, auth: 0 };
    const counted = async (
      who: "db" | "auth",
      run: () => Promise<unknown>,
    ) => {
      const before = connectionsOpened();
      await run();
      opened[who] += connectionsOpened() - before;
    };
    for (let reload = 1; reload <= 5; reload += 1) {
      vi.resetModules();
      await counted("db", async () =>
        (await importDb()).pool.query("select 1"),
      );
      await counted("auth", () => letAuthStore(`reload-${reload}`));
      await counted("auth", () => letAuthStore(`again-${reload}`));
    }
    expectThat(opened.db + opened.auth <= 1, {
      found: `за пять перезагрузок открыто новых соединений: модулем src/db — ${opened.db}, модулем auth — ${opened.auth}`,
      why: "next dev перезагружает модули после каждой правки. Если при этом создаётся новый пул, через полчаса работы PostgreSQL ответит «too many clients».",
      file: opened.auth > opened.db ? AUTH : DB,
    });
  });

  test("новые запросы не открывают новых соединений", async () => {
    // The cheapest address of auth that has to look into the database.
    const ask = () =>
      new HttpClient().get("/api/auth/reset-password/none?callbackURL=/");
    await (await importDb()).pool.query("select 1");
    const before = connectionsOpened();
    for (let request = 1; request <= 5; request += 1) await ask();
    const added = connectionsOpened() - before;
    expectThat(added <= 1, {
      found: `на пять запросов к auth открыто новых соединений: ${added}`,
      why: "Открыть соединение дороже, чем выполнить запрос, и число их ограничено. Пул создают один раз, при старте, а не в обработчике запроса.",
      file: AUTH,
    });
  });

  test("без DATABASE_URL приложение не стартует и говорит почему", async () => {
    const message = await restartedWith({ DATABASE_URL: undefined }, () =>
      importDb().then(
        () => undefined,
        (error: Error) => error.message,
      ),
    );
    expectThat(message?.includes("DATABASE_URL") === true, {
      found: message
        ? `ошибка без имени переменной: «${message}»`
        : "модуль src/db загрузился как ни в чём не бывало",
      why: "Без адреса pg молча пробует localhost:5432, и вместо одной понятной ошибки при старте вы получите ECONNREFUSED на каждом запросе.",
      file: DB,
    });
  });

  test("сервер базы замолчал — запрос заканчивается ошибкой, а не ждёт вечно", async () => {
    const server = await silentServer();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const end = await restartedWith(
      { DATABASE_URL: server.url },
      async () => {
        const { pool } = await importDb();
        const answer = pool.query("select 1").then(
          () => "ответ",
          () => "ошибка",
        );
        await server.asked;
        vi.advanceTimersByTime(15_000);
        vi.useRealTimers();
        const waits = new Promise<string>((resolve) =>
          setTimeout(resolve, 100, "ожидание"),
        );
        return Promise.race([answer, waits]);
      },
    ).finally(() => vi.useRealTimers());
    server.close();
    expectThat(end === "ошибка", {
      found: `сервер принял соединение и молчит; через 15 секунд у запроса — ${end}`,
      why: "connectionTimeoutMillis ограничивает только вход. Без предела на сам запрос страница крутилась бы, пока человек не уйдёт, а соединение не вернулось бы в пул: statement_timeout и query_timeout.",
      file: DB,
    });
  });
});
