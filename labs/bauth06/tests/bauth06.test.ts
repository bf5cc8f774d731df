import { createHmac } from "node:crypto";
import { describe, test } from "vitest";
import { sql } from "./support/database.ts";
import { expectThat } from "./support/lesson.ts";
import { anna, boris, registered, signedIn } from "./support/people.ts";
import { Visitor } from "./support/visitor.ts";

const FILE = "src/auth/session.ts";
const COOKIE = "better-auth.session_token";

/** A browser with exactly this value in its session cookie. */
function holding(value: string): Visitor {
  const visitor = new Visitor();
  visitor.cookies.set(COOKIE, value);
  return visitor;
}

/** A cookie value signed the way Better Auth signs, with any secret. */
function signed(token: string, secret: string): string {
  const signature = createHmac("sha256", secret)
    .update(token)
    .digest("base64");
  return encodeURIComponent(`${token}.${signature}`);
}

async function tokenOf(email: string): Promise<string> {
  const [session] = await sql(
    `select token from sessions
     join users on users.id = sessions.user_id where email = $1`,
    [email],
  );
  return session!.token;
}

async function expectRefused(visitor: Visitor, why: string): Promise<void> {
  const answer = await visitor.get("/api/me");
  expectThat(
    answer.status === 401 && answer.json?.code === "UNAUTHORIZED",
    { found: answer.found, why, file: FILE },
  );
}

describe("bauth06", () => {
  test("сессия есть: приложение знает, кто это", async () => {
    const answer = await (await registered(anna)).get("/api/me");
    expectThat(
      answer.status === 200 && answer.json?.user?.email === anna.email,
      {
        found: answer.found,
        why: "Ради этого и нужна сессия: из запроса получить пользователя. Cookie приходит в headers — передайте их auth.",
        file: FILE,
      },
    );
  });

  test("каждый видит себя, а не соседа", async () => {
    const visitors = [await registered(anna), await registered(boris)];
    const emails: string[] = [];
    for (const visitor of visitors) {
      emails.push((await visitor.get("/api/me")).json?.user?.email);
    }
    expectThat(emails.join() === `${anna.email},${boris.email}`, {
      found: `Анна видит ${emails[0]}, Борис видит ${emails[1]}`,
      why: "Сессия, сохранённая в переменной модуля или в кэше, достаётся следующему посетителю.",
      file: FILE,
    });
  });

  test("второе устройство того же пользователя тоже узнано", async () => {
    await registered(anna);
    const answer = await (await signedIn(anna)).get("/api/me");
    expectThat(answer.json?.user?.email === anna.email, {
      found: answer.found,
      why: "У пользователя несколько сессий, и каждая действительна.",
      file: FILE,
    });
  });

  test("без cookie — UNAUTHORIZED", async () => {
    await expectRefused(
      new Visitor(),
      "Аноним — обычный посетитель: ему отвечают 401, а не ошибкой 500 и не чужими данными.",
    );
  });

  for (const [what, value] of [
    ["пустая", ""],
    ["бессмысленная", "1"],
    ["похожая на настоящую", "Zm9vYmFy.c2lnbmF0dXJl"],
    ["испорченная кодировка", "%E0%A4%A"],
  ] as const) {
    test(`cookie ${what} — UNAUTHORIZED`, async () => {
      await registered(anna);
      await expectRefused(
        holding(value),
        "Cookie может прислать кто угодно и какую угодно. То, что она есть, ещё ничего не доказывает.",
      );
    });
  }

  test("token без подписи — UNAUTHORIZED", async () => {
    await registered(anna);
    await expectRefused(
      holding(await tokenOf(anna.email)),
      "Token лежит в таблице открыто. Если его принимать без подписи, утечка таблицы откроет все сессии.",
    );
  });

  test("испорченная подпись — UNAUTHORIZED", async () => {
    const visitor = await registered(anna);
    const value = visitor.cookies.get(COOKIE) ?? "";
    const at = value.indexOf(".") + 1;
    const other = value[at] === "A" ? "B" : "A";
    await expectRefused(
      holding(value.slice(0, at) + other + value.slice(at + 1)),
      "Подпись проверяют целиком: одна изменённая буква — уже не наша cookie.",
    );
  });

  test("подпись другим секретом — UNAUTHORIZED", async () => {
    await registered(anna);
    await expectRefused(
      holding(signed(await tokenOf(anna.email), "не наш секрет")),
      "Подписать можно и своим секретом. Верить стоит только нашему.",
    );
  });

  test("подпись верна, а такой сессии в базе нет — UNAUTHORIZED", async () => {
    await registered(anna);
    await expectRefused(
      holding(signed("unknown-token", process.env.BETTER_AUTH_SECRET!)),
      "Подпись говорит «это мы выдали», но жива ли сессия, знает только база.",
    );
  });

  test("сессию удалили из базы — cookie больше не действует", async () => {
    const visitor = await registered(anna);
    await visitor.get("/api/me");
    await sql("delete from sessions");
    await expectRefused(
      visitor,
      "Отзыв сессии должен действовать сразу. Если ответ взят из cookie или из кэша, украденную сессию нечем остановить.",
    );
  });

  test("id и e-mail из запроса ничего не значат", async () => {
    await registered(anna);
    const [user] = await sql("select id, email from users");
    const claims: Record<string, string>[] = [
      { "x-user-id": user!.id },
      { authorization: `Bearer ${user!.id}` },
      { cookie: `userId=${user!.id}; user_id=${user!.id}; email=${user!.email}` },
      { cookie: `${COOKIE}=${user!.id}` },
    ];
    for (const headers of claims) {
      const answer = await new Visitor().get("/api/me", { headers });
      expectThat(answer.status === 401, {
        found: `${answer.found} на запрос с заголовком ${JSON.stringify(headers)}`,
        why: "Всё, что прислал клиент, он мог и придумать. Кто он, говорит только сессия.",
        file: FILE,
      });
    }
  });

  test("requireSession бросает UnauthorizedError, getSession возвращает null", async () => {
    const { getSession, requireSession, UnauthorizedError } = await import(
      "../src/auth/session"
    );
    const session = await getSession(new Headers());
    const error: unknown = await requireSession(new Headers()).catch(
      (error: unknown) => error,
    );
    expectThat(session === null && error instanceof UnauthorizedError, {
      found: `getSession вернула ${JSON.stringify(session)}, requireSession — ${error instanceof Error ? error.name : "без исключения"}`,
      why: "По типу ошибки код выше отличает «не вошёл» от поломки и отвечает 401, а не 500.",
      file: FILE,
    });
  });
});
