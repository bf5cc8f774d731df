import { describe, test } from "vitest";
import {
  sql,
  whileOthersAreFirst,
  whileRefusing,
} from "../support/database.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { HttpClient, type Answer } from "../support/http-client.ts";

const REGISTRATION = "src/auth/registration.ts";
const AUTH = "src/auth/auth.ts";

const anna = {
  name: "Анна",
  email: "anna@example.com",
  password: "correct horse battery",
};

const signUp = (form: unknown) =>
  new HttpClient().post("/api/sign-up", form);

/** A refusal the page can show as it is: a code and a Russian sentence. */
const explains = ({ json }: Answer) =>
  typeof json?.code === "string" && /[а-яё]/i.test(json?.message ?? "");

const count = async (table: string) =>
  Number((await sql(`select count(*) from ${table}`))[0]!.count);

describe("bauth04", () => {
  test("регистрация создаёт пользователя и его учётную запись", async () => {
    const answer = await signUp(anna);
    const rows = await sql(
      `select users.email, accounts.provider_id from users
       join accounts on accounts.user_id = users.id`,
    );
    expectThat(
      answer.status === 200 &&
        rows.length === 1 &&
        rows[0]!.email === anna.email &&
        rows[0]!.provider_id === "credential",
      {
        found: `${answer.found}; строк users с accounts: ${rows.length}`,
        why: "users хранит, кто это; accounts — как он доказывает, что это он. Без второй строки войти нельзя.",
        file: REGISTRATION,
      },
    );
  });

  test("ответ рассказывает о пользователе, но не выдаёт ни пароль, ни token", async () => {
    const answer = await signUp(anna);
    const [session] = await sql("select token from sessions");
    expectThat(answer.json?.user?.email === anna.email, {
      found: answer.found,
      why: "Странице нужно знать, кого зарегистрировали: { user: { id, name, email, role } }.",
      file: REGISTRATION,
    });
    expectThat(
      !answer.text.includes(anna.password) &&
        !/"password"/.test(answer.text) &&
        (!session || !answer.text.includes(session.token)),
      {
        found: answer.found,
        why: "Тело ответа может прочитать любой скрипт на странице, cookie с HttpOnly — нет. Token в теле сводит защиту на нет.",
        file: REGISTRATION,
      },
    );
  });

  test("пароль хранится только как хэш", async () => {
    const answer = await signUp(anna);
    const [account] = await sql("select password from accounts");
    expectThat(account !== undefined, {
      found: `${answer.found}; в accounts пусто`,
      why: "Без учётной записи хранить нечего: сначала должна работать регистрация.",
      file: REGISTRATION,
    });
    // Better Auth: salt of 16 bytes, colon, scrypt key of 64 bytes, in hex.
    expectThat(
      /^[0-9a-f]{32}:[0-9a-f]{128}$/.test(account.password ?? ""),
      {
        found: `в accounts.password лежит «${account.password}»`,
        why: "Пароли хэширует Better Auth: scrypt с солью, медленно и для каждого по-своему. Свой хэш (sha256, md5) или сам пароль при утечке таблицы подбирают за минуты.",
        file: REGISTRATION,
      },
    );
    const elsewhere = await sql(
      `select 1 from users where to_jsonb(users)::text like $1`,
      [`%${anna.password}%`],
    );
    expectThat(elsewhere.length === 0, {
      found: "пароль открытым текстом лежит в users",
      why: "Пароля не должно быть в базе нигде, кроме хэша в accounts.",
      file: REGISTRATION,
    });
  });

  test("с этим паролем можно войти: хэш сделан Better Auth", async () => {
    await signUp(anna);
    const answer = await new HttpClient().post(
      "/api/auth/sign-in/email",
      anna,
    );
    expectThat(answer.status === 200, {
      found: answer.found,
      why: "Пароль проверяет Better Auth, и хэш он понимает только свой.",
      file: REGISTRATION,
    });
  });

  for (const path of ["/api/sign-up", "/api/auth/sign-up/email"]) {
    test(`роль из запроса не действует: ${path}`, async () => {
      const answer = await new HttpClient().post(path, {
        ...anna,
        role: "ADMIN",
      });
      const [user] = await sql("select role from users");
      expectThat(user?.role !== "ADMIN", {
        found: "в базе роль ADMIN",
        why: "Поле формы может дописать кто угодно. Если сервер его принимает, администратором становится любой (mass assignment).",
        file: AUTH,
      });
      expectThat(user?.role === "USER" || answer.status === 400, {
        found: `${answer.found}; роль в базе: ${user?.role ?? "нет строки"}`,
        why: "Роль нового пользователя назначает сервер: USER.",
        file: path === "/api/sign-up" ? REGISTRATION : AUTH,
      });
    });
  }

  test("в базу попадают только поля формы", async () => {
    const answer = await signUp({
      ...anna,
      emailVerified: true,
      image: "https://evil.example/pixel.png",
    });
    const [user] = await sql("select image, email_verified from users");
    expectThat(user !== undefined || answer.status === 400, {
      found: `${answer.found}; в users пусто`,
      why: "Лишние поля формы либо не замечают, либо отвечают на них 400.",
      file: REGISTRATION,
    });
    expectThat(!user?.image && !user?.email_verified, {
      found: `в users записано: image = ${user?.image}, email_verified = ${user?.email_verified}`,
      why: "Этих полей в форме нет, их дописал клиент. В body передавайте только то, что проверила схема формы, а не весь input.",
      file: REGISTRATION,
    });
  });

  test("после регистрации посетитель уже вошёл", async () => {
    const client = new HttpClient();
    const answer = await client.post("/api/sign-up", anna);
    const read = await client.get("/api/auth/get-session");
    expectThat(read.json?.user?.email === anna.email, {
      found: `${answer.found}; Set-Cookie: ${answer.cookies.join(" | ") || "нет"}; сессия — ${read.found}`,
      why: "Better Auth открыл сессию, но браузер узнаёт о ней только из Set-Cookie. auth.api.* возвращает его в заголовках, и в ответ его переносите вы (signedIn).",
      file: REGISTRATION,
    });
    const [session] = await sql("select user_agent from sessions");
    expectThat(Boolean(session?.user_agent), {
      found: "в sessions не записано устройство (user_agent пуст)",
      why: "По списку устройств человек узнаёт чужой вход. Better Auth берёт User-Agent из headers запроса: их нужно передать.",
      file: REGISTRATION,
    });
  });

  test("сбой посередине не оставляет половины регистрации", async () => {
    const answer = await whileRefusing("accounts", () => signUp(anna));
    expectThat(answer.status >= 400, {
      found: answer.found,
      why: "База отказала записать учётную запись, а посетителю сказали, что всё хорошо. Проглоченная ошибка хуже ошибки.",
      file: REGISTRATION,
    });
    const left = await count("users");
    expectThat(left === 0, {
      found: `в users осталось строк: ${left}, в accounts — ни одной`,
      why: "Такой пользователь не может ни войти, ни зарегистрироваться снова: e-mail занят. Транзакция записывает всё или ничего; удалять следы самому поздно: база уже не отвечает.",
      file: AUTH,
    });
    const again = await signUp(anna);
    expectThat(again.status === 200, {
      found: `вторая попытка: ${again.found}`,
      why: "После сбоя регистрация с тем же e-mail должна удаться.",
      file: REGISTRATION,
    });
  });

  test("занятый e-mail — понятный отказ, и второго пользователя нет", async () => {
    await signUp(anna);
    const answer = await signUp({ ...anna, name: "Другая Анна" });
    const shouted = await signUp({ ...anna, email: "ANNA@EXAMPLE.COM" });
    for (const refused of [answer, shouted]) {
      expectThat(
        [409, 422].includes(refused.status) && explains(refused),
        {
          found: refused.found,
          why: "Страница покажет человеку message как есть: нужен ответ 422 с кодом (code) и фразой по-русски. Ответ 200 или 500 не говорит, что делать.",
          file: REGISTRATION,
        },
      );
    }
    const users = await count("users");
    expectThat(users === 1, {
      found: `пользователей: ${users}`,
      why: "Отказ не должен менять данные.",
      file: REGISTRATION,
    });
  });

  for (const [what, form] of [
    ["не форма, а null", null],
    ["не форма, а список", [anna]],
    ["не форма, а число", 42],
    ["имя — список", { ...anna, name: ["Анна"] }],
    ["e-mail — null", { ...anna, email: null }],
    ["пароль — объект", { ...anna, password: {} }],
    ["имя из невидимых символов", { ...anna, name: "\u200b\u3164" }],
    ["имя с символом, которого база не хранит", { ...anna, name: "А\0" }],
    ["имя в тысячу букв", { ...anna, name: "А".repeat(1000) }],
    ["слишком короткий пароль", { ...anna, password: "1234567" }],
    ["не e-mail", { ...anna, email: "anna" }],
    ["пустое имя", { ...anna, name: "  " }],
    ["нет пароля", { name: anna.name, email: anna.email }],
    ["пустая форма", {}],
  ] as const) {
    test(`${what} — понятный отказ`, async () => {
      const answer = await signUp(form);
      expectThat(answer.status === 400 && explains(answer), {
        found: answer.found,
        why: "Ошибка посетителя — это ответ 400 с кодом (code) и объяснением по-русски (message), а не 500 и не молчание. Отказы Better Auth переводит refusalFrom.",
        file: REGISTRATION,
      });
      const users = await count("users");
      expectThat(users === 0, {
        found: `пользователей в базе: ${users}`,
        why: "Отвергнутая форма не должна ничего записать.",
        file: REGISTRATION,
      });
    });
  }

  test("двое с одним e-mail одновременно: зарегистрирован один", async () => {
    const answers = await Promise.all([signUp(anna), signUp(anna)]);
    const statuses = answers.map(({ status }) => status).sort();
    const found = answers.map((answer) => answer.found).join("; ");
    const users = await count("users");
    expectThat(
      users === 1 &&
        statuses[0] === 200 &&
        [409, 422].includes(statuses[1]!),
      {
        found: `${found}; пользователей: ${users}`,
        why: "Оба запроса видят, что адрес свободен; решает ограничение базы. Проигравший должен получить понятный отказ, а не 500.",
        file: REGISTRATION,
      },
    );
  });

  test("e-mail заняли между проверкой и записью — понятный отказ", async () => {
    await signUp(anna);
    const answer = await whileOthersAreFirst(() => signUp(anna));
    expectThat([409, 422].includes(answer.status) && explains(answer), {
      found: answer.found,
      why: "Адрес был свободен, когда его проверили, и занят, когда записали: отказало ограничение базы. Better Auth зовёт FAILED_TO_CREATE_USER любую неудачу; refusalFrom узнает среди них занятый адрес, если передать ему e-mail.",
      file: REGISTRATION,
    });
  });

  for (const table of ["users", "accounts", "sessions"] as const) {
    test(`база не приняла строку ${table} — ошибка сервера, а не посетителя`, async () => {
      const answer = await whileRefusing(table, () => signUp(anna));
      expectThat(answer.status >= 500, {
        found: answer.found,
        why: "Ответ 4xx говорит посетителю «исправьте форму», но форма верна и адрес свободен: сломался сервер. Чужие исключения бросайте дальше; отказ FAILED_TO_CREATE_USER, которым Better Auth называет любую неудачу, разбирает refusalFrom.",
        file: REGISTRATION,
      });
    });
  }

  test("тело, которое не читается как JSON, — понятный отказ", async () => {
    const client = new HttpClient();
    const response = await client.fetch("/api/sign-up", {
      method: "POST",
      body: "{ сломано",
    });
    const text = await response.text();
    expectThat(response.status === 400 && /[а-яё]/i.test(text), {
      found: `ответ ${response.status} ${text}`,
      why: "Прислать можно что угодно. Непонятный запрос — ошибка того, кто его прислал: 400 и объяснение.",
      file: "src/app/api/json-post.ts",
    });
  });

  leakTests("src/auth/auth.ts");
});
