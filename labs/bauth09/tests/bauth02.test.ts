import { describe, test, vi } from "vitest";
import { sql } from "./support/database.ts";
import { restartedWith } from "./support/environment.ts";
import { expectThat } from "./support/lesson.ts";
import { connectionsOpened } from "./support/setup.ts";

const AUTH = "src/auth/auth.ts";
const DB = "src/db/index.ts";

const importAuth = () => import("../src/auth/auth");
const importDb = () => import("../src/db");

/** Makes Better Auth itself store something. @returns what went wrong */
async function letAuthStore(identifier: string): Promise<string | undefined> {
  const { auth } = await importAuth();
  const { internalAdapter } = await auth.$context;
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
    const { auth } = await importAuth();
    const { adapter } = await auth.$context;
    expectThat(adapter.id === "drizzle", {
      found: `адаптер «${adapter.id}»`,
      why: "В приложении один способ говорить с базой — Drizzle. Второй означает вторую схему и миграции, которые расходятся.",
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
      found: "пока auth писал в базу, пул из src/db не выдал ни одного соединения",
      why: "Предел соединений у PostgreSQL общий. Второй пул тратит его вдвое быстрее, а транзакции двух пулов друг друга не видят.",
      file: AUTH,
    });
  });

  test("сколько бы раз модули ни перезагружались, пул остаётся один", async () => {
    await (await importDb()).pool.query("select 1");
    const before = connectionsOpened();
    for (let reload = 1; reload <= 5; reload += 1) {
      vi.resetModules();
      await (await importDb()).pool.query("select 1");
      await letAuthStore(`reload-${reload}`);
      await letAuthStore(`again-${reload}`);
    }
    const added = connectionsOpened() - before;
    expectThat(added <= 1, {
      found: `за пять перезагрузок открыто новых соединений: ${added}`,
      why: "next dev перезагружает модули после каждой правки. Если при этом создаётся новый пул, через полчаса работы PostgreSQL ответит «too many clients».",
      file: added > 5 ? AUTH : DB,
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
});
