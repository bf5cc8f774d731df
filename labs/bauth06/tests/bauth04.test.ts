import type { BetterAuthOptions } from "better-auth";
import { verifyPassword } from "better-auth/crypto";
import { describe, test } from "vitest";
import { restartedWith } from "../support/app.ts";
import {
  sql,
  whileOthersAreFirst,
  whileRefusing,
  whileTableIsAway,
} from "../support/database.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { HttpClient, type Answer } from "../support/http-client.ts";
import { foreignOrigins, SITE } from "../support/origins.ts";
import {
  whileDyingOfUsers,
  whileTooSlow,
} from "../support/slow-database.ts";

const REGISTRATION = "src/auth/registration.ts";
const AUTH = "src/auth/auth.ts";
const DOOR = "src/app/api/json-post.ts";

/** Our own door, and that of Better Auth, which stands open beside it. */
const doors = ["/api/sign-up", "/api/auth/sign-up/email"] as const;

const anna = {
  name: "Анна",
  email: "anna@example.com",
  password: "correct horse battery",
};

const boris = {
  name: "Борис",
  email: "boris@example.com",
  password: "another long password",
};

const signUp = (form: unknown) =>
  new HttpClient().post("/api/sign-up", form);

const isDone = ({ status }: Answer) => status >= 200 && status < 300;

const isTaken = ({ status }: Answer) => [409, 422].includes(status);

/** A refusal the page can show as it is: a code and a Russian sentence. */
const explains = ({ json }: Answer) =>
  typeof json?.code === "string" && /[а-яё]/i.test(json?.message ?? "");

const count = async (table: string) =>
  Number((await sql(`select count(*) from ${table}`))[0]!.count);

/** The kept hashes of these people's passwords. */
const hashesOf = async (...emails: string[]): Promise<string[]> => {
  const rows = await sql(
    `select accounts.password from accounts
     join users on users.id = accounts.user_id where email = any($1)`,
    [emails],
  );
  return rows.map(({ password }) => password);
};

/** Asks Better Auth itself, whatever the application has told it. */
const isHashOf = (hash: string, password: string): Promise<boolean> =>
  verifyPassword({ hash, password }).catch(() => false);

/** Who may have switched Better Auth's limit on counts by these addresses. */
const behindProxy = { CLIENT_IP_HEADER: "x-real-ip" };

const inProduction = { ...behindProxy, NODE_ENV: "production" };

let visitors = 0;

/** Every visitor comes from an address of their own. */
const ownAddress = () => ({
  "x-real-ip": `203.0.113.${(visitors += 1)}`,
});

const whileUnreachable = (run: () => Promise<Answer>) =>
  restartedWith(
    { DATABASE_URL: "postgres://notes:hidden-word@127.0.0.1:1/notes" },
    run,
  );

const attacks: [what: string, headers: Record<string, string>][] = [
  ...foreignOrigins,
  [
    "другая программа на том же компьютере",
    { origin: "http://localhost:3000" },
  ],
  ["запрос с cookie, но без Origin", { origin: "", cookie: "any=cookie" }],
];

/** Where Origin is missing, Better Auth goes by Referer and cookie; we do not. */
const unsigned: typeof attacks = [
  ["запрос без Origin", { origin: "" }],
  [
    "Referer вместо Origin",
    { origin: "", cookie: "any=cookie", referer: `${SITE}/sign-up` },
  ],
];

const headersIn = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value || "нет"}`)
    .join(", ");

describe("bauth04", () => {
  test("регистрация создаёт пользователя и его учётную запись", async () => {
    const answer = await signUp(anna);
    const rows = await sql(
      `select users.email, accounts.provider_id from users
       join accounts on accounts.user_id = users.id`,
    );
    expectThat(
      isDone(answer) &&
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
    const shown = ["id", "name", "email", "role"];
    const more = Object.keys(answer.json.user).filter(
      (field) => !shown.includes(field),
    );
    expectThat(more.length === 0, {
      found: `в user есть и лишнее: ${more.join(", ")}`,
      why: "Наружу уходит только то, что нужно странице: id, name, email и role. Строка целиком однажды выдаст и столбец, который добавят завтра.",
      file: REGISTRATION,
    });
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
    const signIn = (password: string) =>
      new HttpClient().post(
        "/api/auth/sign-in/email",
        { email: anna.email, password },
        { headers: ownAddress() },
      );
    const { right, wrong } = await restartedWith(
      behindProxy,
      async () => ({
        right: await signIn(anna.password),
        wrong: await signIn(anna.password.toUpperCase()),
      }),
    );
    expectThat(right.status === 200, {
      found: right.found,
      why: "Пароль проверяет Better Auth, и хэш он понимает только свой.",
      file: REGISTRATION,
    });
    expectThat(wrong.status === 401, {
      found: `с паролем в других буквах (большие вместо малых) — ${wrong.found}`,
      why: "Подходит только тот пароль, который ввели: каждая поблажка во столько же раз ускоряет подбор.",
      file: AUTH,
    });
  });

  test("хэшируется пароль целиком, буква в букву", async () => {
    for (const [at, password] of [
      "  пробелы  по краям и внутри  ",
      "Большие и МАЛЫЕ буквы",
      "Ёжик, naïve café и ключ 🔑",
      `<b>"кавычки" & 'скобки'</b> 100%`,
      "64 символа ".padEnd(64, "."),
      "длиннее 72 байтов: ".padEnd(128, "."),
    ].entries()) {
      const email = `person${at}@example.com`;
      const answer = await signUp({ ...anna, email, password });
      const [hash = ""] = await hashesOf(email);
      expectThat(isDone(answer) && hash !== "", {
        found: `пароль «${password}» (${password.length} символов) не принят: ${answer.found}`,
        why: "Хороший пароль бывает длинной фразой, с пробелами и на любом языке. Запрещать можно слишком короткие и неразумно длинные: больше 128 символов.",
        file: REGISTRATION,
      });
      expectThat(await isHashOf(hash, password), {
        found: `пароль «${password}», а в accounts.password — хэш чего-то другого или посчитанный иначе`,
        why: "Пароль отдают Better Auth таким, каким его ввели: обрезанный, «исправленный» или с добавкой не подойдёт, когда входить будут через другой адрес, и подбирать его легче. И сам хэш должен быть его: scrypt, медленный нарочно.",
        file: REGISTRATION,
      });
    }
  });

  test("у одинаковых паролей разные хэши", async () => {
    await signUp(anna);
    await signUp({ ...boris, password: anna.password });
    const hashes = await hashesOf(anna.email, boris.email);
    const salts = new Set(hashes.map((hash) => hash.split(":")[0]));
    expectThat(salts.size === 2, {
      found: `людей: 2, паролей: 1, разных солей: ${salts.size}`,
      why: "Соль случайна и у каждого своя: иначе по таблице видно, у кого пароли одинаковы, и подбирают их все сразу. Better Auth делает так сам.",
      file: AUTH,
    });
  });

  for (const path of doors) {
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

  test("роль не зависит от имени и адреса, и сменить её себе нельзя", async () => {
    const client = new HttpClient();
    await client.post("/api/sign-up", anna);
    await client.post("/api/auth/update-user", { role: "ADMIN" });
    await signUp({ ...boris, name: "admin", email: "admin@example.com" });
    const admins = await sql(
      "select email from users where role = 'ADMIN'",
    );
    expectThat(admins.length === 0, {
      found: `роль ADMIN в базе у ${admins.map(({ email }) => email).join(", ")}`,
      why: "Почту ещё никто не подтвердил, имя можно назвать любое, а у Better Auth есть и адрес /api/auth/update-user: поле с input: false закрыто и там. Первого администратора назначают в базе.",
      file: AUTH,
    });
  });

  test("в базу попадают только поля формы", async () => {
    const id = "11111111-1111-4111-8111-111111111111";
    const answer = await signUp({
      ...anna,
      id,
      emailVerified: true,
      image: "https://evil.example/pixel.png",
      createdAt: "2001-01-01T00:00:00.000Z",
    });
    const [user] = await sql(
      `select id, image, email_verified,
         created_at < now() - interval '1 day' as old from users`,
    );
    const isRegistered = isDone(answer) && user !== undefined;
    expectThat(isRegistered || answer.status === 400, {
      found: `${answer.found}; в users ${user ? "есть строка" : "пусто"}`,
      why: "Лишние поля формы либо не замечают, либо отвечают на них 400.",
      file: REGISTRATION,
    });
    const isOwn = user?.id !== id && !user?.old;
    expectThat(isOwn && !user?.image && !user?.email_verified, {
      found: `в users записано: id = ${user?.id}, image = ${user?.image}, email_verified = ${user?.email_verified}, created_at — ${user?.old ? "из запроса" : "сегодня"}`,
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
    const sessions = await sql("select 1 from sessions");
    expectThat(sessions.length === 1, {
      found: `строк в sessions после регистрации: ${sessions.length}`,
      why: "Регистрация уже открывает сессию. Входить после неё ещё раз незачем: останется вторая, о которой никто не знает.",
      file: REGISTRATION,
    });
    const cookie = answer.cookies.find((line) =>
      /session_token/.test(line),
    );
    expectThat(/;\s*(max-age=[1-9]|expires=)/i.test(cookie ?? ""), {
      found: `Set-Cookie: ${cookie}`,
      why: "Cookie без срока браузер забудет, когда его закроют, а сессия в базе живёт семь дней. Так бывает с rememberMe: false.",
      file: REGISTRATION,
    });
  });

  test("в сессии записано, с какого она устройства и не с чужих слов откуда", async () => {
    const answer = await new HttpClient().post("/api/sign-up", anna, {
      headers: { "user-agent": "Phone/1.0", "x-forwarded-for": "6.6.6.6" },
    });
    const [session] = await sql(
      "select user_agent, ip_address from sessions",
    );
    expectThat(session?.user_agent === "Phone/1.0", {
      found: `${answer.found}; запрос от Phone/1.0, а в sessions.user_agent — ${session?.user_agent || "пусто"}`,
      why: "По списку устройств человек узнаёт чужой вход. Better Auth берёт User-Agent из headers запроса: их нужно передать.",
      file: REGISTRATION,
    });
    expectThat(!session.ip_address?.startsWith("6."), {
      found: `посетитель написал x-forwarded-for: 6.6.6.6, и в sessions.ip_address лежит ${session.ip_address}`,
      why: "Этот заголовок напишет любой. Верить можно только тому, который ставит ваш собственный прокси.",
      file: "src/auth/advanced.ts",
    });
  });

  test("другой человек регистрируется в том же браузере: дальше он — это он", async () => {
    const client = new HttpClient();
    await client.post("/api/sign-up", anna);
    const answer = await client.post("/api/sign-up", boris);
    const read = await client.get("/api/auth/get-session");
    const people = await sql("select email from users");
    expectThat(
      read.json?.user?.email === boris.email && people.length === 2,
      {
        found: `${answer.found}; сессия — ${read.found}`,
        why: "Регистрация открывает новую сессию, кто бы ни был в этом браузере раньше.",
        file: REGISTRATION,
      },
    );
  });

  test("разные адреса — разные люди", async () => {
    for (const email of [
      "anna@gmail.com",
      "a.n.n.a@gmail.com",
      "a_na@gmail.com",
      "anna+notes@gmail.com",
      "anna@googlemail.com",
      "anna@mail.gmail.com",
    ]) {
      const answer = await signUp({ ...anna, email });
      const [user] = await sql("select 1 from users where email = $1", [
        email,
      ]);
      const all = await sql("select email from users");
      expectThat(isDone(answer) && user !== undefined, {
        found: `${email} — ${answer.found}; в users: ${all.map((row) => row.email).join(", ")}`,
        why: "Какие адреса ведут в один ящик, знает только почтовый сервер. Убрав из адреса точки или метку после «+», вы однажды отдадите одному человеку аккаунт другого; сравнивают адреса целиком.",
        file: REGISTRATION,
      });
    }
  });

  test("имя и адрес записываются такими, какие есть", async () => {
    for (const [at, name] of [
      "d'Artagnan'); drop table users; --",
      "Анна <b>О’Нил & Ко</b> 😀",
      "李小龍",
      "Имя из многих слов, которые вместе длиннее пятидесяти символов",
    ].entries()) {
      const email = `o'neil+${at}@example.com`;
      const answer = await signUp({ ...anna, name, email });
      const [user] = await sql("select name from users where email = $1", [
        email,
      ]);
      expectThat(
        isDone(answer) &&
          user?.name === name &&
          answer.json?.user?.name === name &&
          answer.json.user.email === email,
        {
          found: `имя «${name}», адрес ${email}: ${answer.found}; в users.name — ${user?.name ?? "нет строки"}`,
          why: "Кавычки и знак < бывают в именах и адресах. Опасны они не сами, а там, где текст склеивают с SQL или HTML: в базу значения уходят параметрами, а в страницу их безопасно вставит React.",
          file: REGISTRATION,
        },
      );
    }
  });

  for (const [name, table] of [
    ["сбой посередине не оставляет половины регистрации", "accounts"],
    ["сессия не открылась — регистрации не было", "sessions"],
  ] as const) {
    test(name, async () => {
      const answer = await whileRefusing(table, () => signUp(anna));
      expectThat(answer.status >= 400, {
        found: answer.found,
        why: `База отказала записать строку ${table}, а посетителю сказали, что всё хорошо. Проглоченная ошибка хуже ошибки.`,
        file: REGISTRATION,
      });
      const users = await count("users");
      const accounts = await count("accounts");
      expectThat(users + accounts === 0, {
        found: `в users осталось строк: ${users}, в accounts: ${accounts}`,
        why: "Человеку ответили ошибкой, а e-mail уже занят: зарегистрироваться снова он не может. Транзакция записывает всё или ничего; удалять следы самому поздно: база уже не отвечает.",
        file: AUTH,
      });
      const again = await signUp(anna);
      expectThat(isDone(again), {
        found: `вторая попытка: ${again.found}`,
        why: "После сбоя регистрация с тем же e-mail должна удаться.",
        file: REGISTRATION,
      });
    });
  }

  test("занятый e-mail — понятный отказ, и второго пользователя нет", async () => {
    const { json: first } = await signUp({
      ...anna,
      email: "Anna@Example.com",
    });
    const answer = await signUp({ ...anna, name: "Другая Анна" });
    const shouted = await signUp({ ...anna, email: "ANNA@EXAMPLE.COM" });
    for (const refused of [answer, shouted]) {
      expectThat(isTaken(refused) && explains(refused), {
        found: refused.found,
        why: "Страница покажет человеку message как есть: нужен ответ 422 с кодом (code) и фразой по-русски. Ответ 200 или 500 не говорит, что делать.",
        file: REGISTRATION,
      });
    }
    const users = await sql("select id, name from users");
    expectThat(
      users.length === 1 &&
        users[0]!.id === first?.user?.id &&
        users[0]!.name === anna.name,
      {
        found: `пользователей: ${users.length}, имя — ${users[0]?.name}`,
        why: "Отказ не должен менять данные.",
        file: REGISTRATION,
      },
    );
    expectThat(
      !answer.text.includes(anna.name) &&
        !answer.text.includes(first.user.id) &&
        answer.cookies.length === 0,
      {
        found: answer.found,
        why: "Отказ говорит, что адрес занят. Чей он, посторонний знать не должен, и чужую сессию ему не открывают.",
        file: REGISTRATION,
      },
    );
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
    ["неразумно длинный пароль", { ...anna, password: "я".repeat(9000) }],
    ["слишком короткий пароль", { ...anna, password: "1234567" }],
    ["не e-mail", { ...anna, email: "anna" }],
    ["в e-mail пробел", { ...anna, email: "an na@example.com" }],
    [
      "в e-mail знак кельвина K",
      { ...anna, email: "\u212Aira@example.com" },
    ],
    [
      "в e-mail широкая буква ａ",
      { ...anna, email: "\uFF41nna@example.com" },
    ],
    ["в e-mail русская а", { ...anna, email: "\u0430nna@example.com" }],
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
    const done = answers.filter(isDone);
    const refused = answers.filter(isTaken);
    const found = answers.map((answer) => answer.found).join("; ");
    const users = await count("users");
    expectThat(users === 1 && done.length === 1 && refused.length === 1, {
      found: `${found}; пользователей: ${users}`,
      why: "Оба запроса видят, что адрес свободен; решает ограничение базы. Проигравший должен получить понятный отказ, а не 500.",
      file: REGISTRATION,
    });
  });

  test("e-mail заняли между проверкой и записью — понятный отказ", async () => {
    await signUp(anna);
    const answer = await whileOthersAreFirst(() => signUp(anna));
    expectThat(isTaken(answer) && explains(answer), {
      found: answer.found,
      why: "Адрес был свободен, когда его проверили, и занят, когда записали: отказало ограничение базы. Better Auth зовёт FAILED_TO_CREATE_USER любую неудачу; refusalFrom узнает среди них занятый адрес, если передать ему e-mail.",
      file: REGISTRATION,
    });
  });

  for (const table of ["users", "accounts", "sessions"] as const) {
    test(`база не приняла строку ${table} — ошибка сервера, а не посетителя`, async () => {
      const refused = await whileRefusing(table, () => signUp(anna));
      const late = await whileTooSlow(table, () => signUp(anna));
      for (const answer of [refused, late]) {
        expectThat(answer.status >= 500, {
          found: answer.found,
          why: "Ответ 4xx говорит посетителю «исправьте форму», но форма верна и адрес свободен: сломался сервер. Чужие исключения бросайте дальше; отказ FAILED_TO_CREATE_USER, которым Better Auth называет любую неудачу, разбирает refusalFrom.",
          file: REGISTRATION,
        });
      }
    });

    test(`таблица ${table} недоступна — тоже ошибка сервера`, async () => {
      const answer = await whileTableIsAway(table, () => signUp(anna));
      expectThat(answer.status >= 500, {
        found: answer.found,
        why: "Базу спросили, и она не ответила. Узнать, занят ли адрес, не удалось, значит и «занят» говорить нельзя, и «исправьте форму» тоже.",
        file: REGISTRATION,
      });
    });
  }

  for (const [what, whileBroken] of [
    ["до базы не достучаться", whileUnreachable],
    ["база умерла на записи и больше не читается", whileDyingOfUsers],
  ] as const) {
    test(`${what} — ошибка сервера, а не «e-mail занят»`, async () => {
      const answer = await whileBroken(() => signUp(anna));
      expectThat(answer.status >= 500, {
        found: answer.found,
        why: "Молчание базы — не ответ «адрес занят». О поломке должен узнать тот, кто её чинит: 5xx видно в журнале и на графиках.",
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
      file: DOOR,
    });
  });

  test("GET никого не регистрирует", async () => {
    const answer = await new HttpClient().get(
      `/api/sign-up?${new URLSearchParams(anna)}`,
    );
    const users = await count("users");
    expectThat(answer.status >= 400 && users === 0, {
      found: `${answer.found}; пользователей в базе: ${users}`,
      why: "Адрес с паролем останется в истории браузера и в журналах, а открыть его заставит и чужая картинка. Меняет данные только POST.",
      file: "src/app/api/sign-up/route.ts",
    });
  });

  for (const path of doors) {
    const own = path === "/api/sign-up";
    const file = own ? DOOR : AUTH;

    test(`чужая страница не зарегистрирует посетителя: ${path}`, async () => {
      const settings = { ...behindProxy, BETTER_AUTH_URL: SITE };
      await restartedWith(settings, async () => {
        const all = own ? [...attacks, ...unsigned] : attacks;
        for (const [what, attack] of all) {
          const headers = { ...ownAddress(), ...attack };
          // A preflight may not open the door either: see leakTests.
          await new HttpClient().fetch(path, {
            method: "OPTIONS",
            headers: {
              ...headers,
              "access-control-request-method": "POST",
            },
          });
          const answer = await new HttpClient().post(path, anna, {
            headers,
          });
          const users = await count("users");
          expectThat(answer.status >= 400 && users === 0, {
            found: `${what} (${headersIn(attack)}): ${answer.found}; пользователей в базе: ${users}`,
            why: "Так чужая страница незаметно вводит посетителя под учётной записью, пароль от которой знает она. Свою страницу узнают по Origin: его ставит браузер, и сравнивают его целиком с адресом сайта.",
            file,
          });
        }
        const answer = await new HttpClient().post(path, anna, {
          headers: ownAddress(),
        });
        expectThat(isDone(answer), {
          found: `со своей страницы ${SITE} — ${answer.found}`,
          why: "Сайт стоит по адресу BETTER_AUTH_URL, как бы ни назывался сервер за прокси.",
          file,
        });
      });
    });
  }

  for (const mode of ["development", "production"]) {
    test(`проверка Origin действует и при NODE_ENV=${mode}`, async () => {
      const settings = { ...behindProxy, NODE_ENV: mode };
      await restartedWith(settings, async () => {
        for (const path of doors) {
          const answer = await new HttpClient("https://evil.example").post(
            path,
            anna,
            { headers: ownAddress() },
          );
          const users = await count("users");
          expectThat(answer.status >= 400 && users === 0, {
            found: `${path}: ${answer.found}; пользователей в базе: ${users}`,
            why: "Проверка, которая зависит от режима, однажды окажется выключенной там, где нужна: чужую страницу откроют и рядом с pnpm dev.",
            file: path === "/api/sign-up" ? DOOR : AUTH,
          });
        }
      });
    });
  }

  test("в production попытки с одним e-mail считают, откуда бы они ни шли", async () => {
    const attempts: Answer[] = [];
    const neighbour = await restartedWith(inProduction, async () => {
      for (let attempt = 1; attempt <= 11; attempt += 1) {
        const email = attempt % 2 ? anna.email : "ANNA@example.com";
        const lie = { "x-forwarded-for": `6.6.6.${attempt}` };
        attempts.push(
          await new HttpClient().post(
            "/api/sign-up",
            { ...anna, email },
            { headers: { ...ownAddress(), ...lie } },
          ),
        );
      }
      return new HttpClient().post("/api/sign-up", boris);
    });
    const last = attempts.at(-1)!;
    expectThat(last.status === 429 && explains(last), {
      found: `ответы подряд: ${attempts.map(({ status }) => status).join(", ")}; последний — ${last.found}`,
      why: "Каждая попытка — это хэш на 70 мс и ответ, занят ли адрес. Ограничитель Better Auth не видит auth.api, поэтому считают в json-post.ts, и после десятой отказывают.",
      file: DOOR,
    });
    expectThat(isDone(neighbour), {
      found: `Борис в это время: ${neighbour.found}`,
      why: "Попытки считают для каждого e-mail отдельно: иначе один человек закроет регистрацию всем.",
      file: DOOR,
    });
  });

  test("ограничитель Better Auth в production не выключен", async () => {
    const options: BetterAuthOptions = await restartedWith(
      inProduction,
      async () => (await import("../src/auth/auth.ts")).auth.options,
    );
    expectThat(options.rateLimit?.enabled !== false, {
      found: "в настройках auth стоит rateLimit: { enabled: false }",
      why: "Адреса /api/auth/… сторожит только он: без него там можно перебирать и адреса, и пароли.",
      file: AUTH,
    });
  });

  leakTests(REGISTRATION);
});
