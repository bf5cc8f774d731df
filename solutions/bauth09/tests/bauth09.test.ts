import { describe, test } from "vitest";
import { sql } from "./support/database.ts";
import { restartedWith } from "./support/environment.ts";
import { expectThat } from "./support/lesson.ts";
import { anna, boris, registered, signedIn } from "./support/people.ts";
import { Visitor } from "./support/visitor.ts";

const SIGN_OUT = "src/auth/sign-out.ts";
const AUTH = "src/auth/auth.ts";
const ROUTE = "src/app/api/sign-out/route.ts";
const COOKIE = "better-auth.session_token";

const signOut = (visitor: Visitor) => visitor.post("/api/sign-out", {});

const sessions = async () =>
  Number((await sql("select count(*) from sessions"))[0]!.count);

/** A page of another site that the visitor has open: same cookies. */
function foreignPageOf(visitor: Visitor, origin: string): Visitor {
  const page = new Visitor(origin);
  for (const [name, value] of visitor.cookies) page.cookies.set(name, value);
  return page;
}

describe("bauth09", () => {
  test("выход удаляет строку сессии", async () => {
    const visitor = await registered(anna);
    const answer = await signOut(visitor);
    const left = await sessions();
    expectThat(answer.status === 200 && left === 0, {
      found: `${answer.found}; строк в sessions: ${left}`,
      why: "Пока строка в базе, сессия жива: тот, кто скопировал cookie, продолжит работать и после «выхода».",
      file: SIGN_OUT,
    });
  });

  test("выход стирает cookie в браузере", async () => {
    const visitor = await registered(anna);
    const answer = await signOut(visitor);
    expectThat(answer.status === 200 && !visitor.cookies.has(COOKIE), {
      found: `${answer.found}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}`,
      why: "Стереть cookie с HttpOnly может только сервер: заголовком Set-Cookie с Max-Age=0.",
      file: SIGN_OUT,
    });
  });

  test("за https стирается cookie с Secure", async () => {
    const origin = "https://notes.example";
    await registered(anna);
    const cookies = await restartedWith(
      { BETTER_AUTH_URL: origin },
      async () => {
        const visitor = new Visitor(origin);
        await visitor.post("/api/sign-in", anna);
        return (await signOut(visitor)).cookies;
      },
    );
    const cleared = cookies.some(
      (line) =>
        line.startsWith(`__Secure-${COOKIE}=;`) && /max-age=0/i.test(line),
    );
    expectThat(cleared, {
      found: `Set-Cookie: ${cookies.join(" | ") || "нет"}`,
      why: "За https у cookie другое имя (__Secure-…). Стереть cookie, зная только одно из имён, нельзя: пусть это делает auth.",
      file: SIGN_OUT,
    });
  });

  test("старая cookie больше не открывает доступ", async () => {
    const visitor = await registered(anna);
    const thief = foreignPageOf(visitor, visitor.origin);
    await signOut(visitor);
    const answers = [
      await thief.get("/api/me"),
      await thief.query("notes.list"),
    ];
    expectThat(
      answers.every(({ status }) => status === 401),
      {
        found: answers.map(({ found }) => found).join("; "),
        why: "Выход — это конец доступа, а не пустое место в браузере. Копия cookie должна стать бесполезной.",
        file: SIGN_OUT,
      },
    );
  });

  test("другие устройства и другие люди остаются", async () => {
    const phone = await registered(anna);
    const laptop = await signedIn(anna);
    const neighbour = await registered(boris);
    const answer = await signOut(phone);
    const others = [
      await laptop.get("/api/me"),
      await neighbour.get("/api/me"),
    ];
    expectThat(
      answer.status === 200 && others.every(({ status }) => status === 200),
      {
        found: `${answer.found}; ноутбук Анны — ${others[0]!.status}, Борис — ${others[1]!.status}`,
        why: "«Выйти» завершает одну сессию. «Выйти везде» — другая кнопка и другое решение.",
        file: SIGN_OUT,
      },
    );
    const left = await sessions();
    expectThat(left === 2, {
      found: `строк в sessions: ${left}, должно остаться 2`,
      why: "Удаляется ровно та сессия, чья cookie пришла.",
      file: SIGN_OUT,
    });
  });

  for (const [path, file] of [
    ["/api/sign-out", SIGN_OUT],
    ["/api/auth/sign-out", AUTH],
  ] as const) {
    for (const origin of ["https://evil.example", "null"]) {
      test(`чужая страница (Origin: ${origin}) не завершит сессию: ${path}`, async () => {
        const visitor = await registered(anna);
        const page = foreignPageOf(visitor, origin);
        const answer = await page.post(path, {});
        const left = await sessions();
        expectThat(answer.status === 403 && left === 1, {
          found: `${answer.found}; строк в sessions: ${left}`,
          why: "Браузер прикладывает cookie сам. Если не спросить, откуда запрос, выйти за человека сможет любая страница (CSRF).",
          file,
        });
      });
    }
  }

  test("запрос без Origin тоже не завершит сессию", async () => {
    const visitor = await registered(anna);
    const value = visitor.cookies.get(COOKIE);
    const response = await fetch(
      new URL("/api/sign-out", process.env.APP_ORIGIN),
      { method: "POST", headers: { cookie: `${COOKIE}=${value}` } },
    );
    const left = await sessions();
    expectThat(response.status === 403 && left === 1, {
      found: `ответ ${response.status}; строк в sessions: ${left}`,
      why: "Браузер указывает Origin в каждом POST. Если его нет, своя ли это страница, неизвестно — значит, нет.",
      file: SIGN_OUT,
    });
  });

  test("GET никого не выводит", async () => {
    const visitor = await registered(anna);
    const answer = await visitor.get("/api/sign-out");
    const left = await sessions();
    expectThat(answer.status === 405 && left === 1, {
      found: `${answer.found}; строк в sessions: ${left}`,
      why: "GET не меняет состояние: ссылку откроет предзагрузка браузера, робот или картинка <img src=\"/api/sign-out\">.",
      file: ROUTE,
    });
  });

  test("выйти дважды безвредно", async () => {
    const visitor = await registered(anna);
    const copy = foreignPageOf(visitor, visitor.origin);
    const statuses = [
      (await signOut(visitor)).status,
      (await signOut(copy)).status,
      (await signOut(new Visitor())).status,
    ];
    expectThat(
      statuses.every((status) => status === 200),
      {
        found: `ответы: ${statuses.join(", ")}`,
        why: "Две вкладки, двойной щелчок, давно истёкшая сессия: цель — «не вошёл» — уже достигнута, это не ошибка.",
        file: SIGN_OUT,
      },
    );
  });

  test("после выхода можно войти снова, с новой сессией", async () => {
    const visitor = await registered(anna);
    const [before] = await sql("select token from sessions");
    await signOut(visitor);
    await visitor.post("/api/sign-in", anna);
    const answer = await visitor.get("/api/me");
    const [after] = await sql("select token from sessions");
    expectThat(
      answer.status === 200 &&
        after !== undefined &&
        after.token !== before!.token,
      {
        found: `${answer.found}; token ${after?.token === before!.token ? "прежний" : "новый"}`,
        why: "Новый вход — новая сессия: старая закончилась навсегда.",
        file: SIGN_OUT,
      },
    );
  });
});
