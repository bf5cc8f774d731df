import { describe, test } from "vitest";
import { sql } from "../support/database.ts";
import { HttpClient } from "../support/http-client.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import {
  lastSnapshot,
  onEarlierDatabase,
} from "../support/earlier-database.ts";
import {
  keptByDatabase,
  notedIn,
  promisedBy,
} from "../support/table-facts.ts";

const FILE = "src/db/schema.ts, затем pnpm db:generate";
const UNIQUE_VIOLATION = "23505";
const NOT_NULL_VIOLATION = "23502";
const FOREIGN_KEY_VIOLATION = "23503";
/** Of a type that lists its values, of a CHECK, or of a length. */
const VALUE_REFUSED = ["22P02", "23514", "22001"];

/** Columns of the two tables that may be empty, and those that may not. */
const COLUMNS = {
  users: {
    optional: ["image"],
    required: [
      "id",
      "name",
      "email",
      "email_verified",
      "role",
      "created_at",
      "updated_at",
    ],
  },
  sessions: {
    optional: ["ip_address", "user_agent"],
    required: [
      "id",
      "user_id",
      "token",
      "expires_at",
      "created_at",
      "updated_at",
    ],
  },
};

type Column = { name: string; type: string; nullable: boolean };

function columnsOf(table: string): Promise<Column[]> {
  return sql<Column>(
    `select column_name as name, data_type as type,
       is_nullable = 'YES' as nullable
     from information_schema.columns
     where table_schema = 'public' and table_name = $1`,
    [table],
  );
}

/** Inserts a row. @returns SQLSTATE of the database's refusal, if it refused */
function insert(
  table: string,
  row: Record<string, unknown>,
): Promise<string | undefined> {
  const names = Object.keys(row).map((name) => `"${name}"`);
  const places = names.map((_, at) => `$${at + 1}`);
  return sql(
    `insert into ${table} (${names}) values (${places})`,
    Object.values(row),
  ).then(
    () => undefined,
    (error: { code: string }) => error.code,
  );
}

const person = (email: string) => ({
  name: "Анна",
  email,
  email_verified: false,
  role: "USER",
  created_at: new Date(),
  updated_at: new Date(),
});

const sessionOf = (userId: string, token: string) => ({
  user_id: userId,
  token,
  expires_at: new Date(Date.now() + 60_000),
  created_at: new Date(),
  updated_at: new Date(),
});

async function addPerson(email: string): Promise<string> {
  const refusal = await insert("users", person(email));
  const [user] = await sql("select id from users where email = $1", [
    email,
  ]);
  expectThat(user !== undefined, {
    found: `база не приняла обычного пользователя (${refusal})`,
    why: "Имени, e-mail, отметки о подтверждении, роли и времени должно хватать. Нет ли в users лишнего обязательного столбца?",
    file: FILE,
  });
  return user.id;
}

const accountOf = (userId: string) => ({
  user_id: userId,
  account_id: userId,
  provider_id: "credential",
  password: "hash",
  created_at: new Date(),
  updated_at: new Date(),
});

/** The same value under each of these names. */
const fromNames = (names: readonly string[], value: unknown) =>
  Object.fromEntries(names.map((name) => [name, value]));

/**
 * Inserts an ordinary row, with some values of one's own; undefined leaves a
 * column out. @returns SQLSTATE of the database's refusal, if it refused
 */
async function tryRow(
  table: keyof typeof COLUMNS,
  name: string,
  values: Record<string, unknown> = {},
): Promise<string | undefined> {
  const email = `${name}@example.com`;
  const row =
    table === "users"
      ? person(email)
      : sessionOf(await addPerson(email), name);
  const all = Object.entries({ ...row, ...values });
  return insert(
    table,
    Object.fromEntries(all.filter(([, value]) => value !== undefined)),
  );
}

/** The same where the row is only what a test begins with. */
async function addRow(...row: Parameters<typeof tryRow>): Promise<void> {
  const refusal = await tryRow(...row);
  expectThat(refusal === undefined, {
    found: `база не приняла обычную строку в ${row[0]} (${refusal})`,
    why: "С неё начинается этот тест. Нет ли лишнего обязательного столбца, верны ли типы?",
    file: FILE,
  });
}

const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("bauth03", () => {
  test("база соответствует схеме: миграция создана", async () => {
    const promised = await promisedBy(await import("../src/db/schema"));
    const kept = await keptByDatabase(promised);
    const found = differences(["схеме", promised], ["базе", kept]);
    expectThat(found === "", {
      found,
      why: "Приложение работает с базой, а не с файлом схемы. Схема описывает, какой база должна стать, а меняет её миграция; править SQL мимо схемы нельзя — следующая миграция всё вернёт.",
      file: "src/db/schema.ts и выполните pnpm db:generate",
    });
  });

  test("снимок последней миграции соответствует схеме", async () => {
    const snapshot = lastSnapshot();
    const promised = await promisedBy(await import("../src/db/schema"));
    const found = snapshot
      ? differences(
          ["схеме", promised],
          ["снимке", await notedIn(snapshot)],
        )
      : "снимка последней миграции в drizzle/meta нет";
    expectThat(found === "", {
      found,
      why: "По снимку drizzle-kit узнаёт, что уже сделано. Миграция, которую написали сами, снимка не меняет, и следующая pnpm db:generate повторит всё ещё раз — на базе, где это уже есть.",
      file: "drizzle/meta: удалите миграцию этого шага со снимком и записью в журнале и выполните pnpm db:generate",
    });
  });

  test("прежние миграции не переписаны", async () => {
    const rules = await onEarlierDatabase(async () =>
      [...(await keptByDatabase())].filter(
        (fact) =>
          /^(users|sessions|тип user)/.test(fact) && !isOfDraft(fact),
      ),
    );
    expectThat(rules.length === 0, {
      found: `уже после 0001_auth_draft — ${rules.join("; ")}`,
      why: "Миграцию, которую база выполнила, она не выполнит второй раз, что бы вы в ней ни поправили. Новые правила дойдут до такой базы только новой миграцией.",
      file: "drizzle/0001_auth_draft.sql: верните, как было, и выполните pnpm db:generate",
    });
  });

  test("миграция сохраняет строки прошлого шага", async () => {
    const found = await onEarlierDatabase(async (migrate) => {
      await addEarlierRows();
      const before = await rowsOfAll();
      await migrate();
      return changes(before, await rowsOfAll());
    }).catch((error: Error) => {
      if (error.name === "Lesson") throw error;
      return `на базе, где есть пользователи и сессии, миграция остановилась: ${error.message}`;
    });
    expectThat(found === "", {
      found,
      why: "На пустой базе выполнится любая миграция. В базе сайта живут люди: она меняет столбцы, а не удаляет их, чтобы создать заново, и не теряет ни одной строки.",
      file: "новый файл .sql в drizzle/",
    });
  });

  test("база, где прежние миграции выполнены, получает те же правила", async () => {
    const now = await keptByDatabase();
    const later = await onEarlierDatabase(async (migrate) => {
      await migrate();
      return keptByDatabase();
    });
    const found = differences(["новой базе", now], ["прежней", later]);
    expectThat(found === "", {
      found,
      why: "Drizzle выполняет только миграции новее последней выполненной: время (when) в журнале не убывает. Иначе на новой базе есть всё, а на той, где приложение работает, — нет.",
      file: "drizzle/meta/_journal.json",
    });
  });

  test("правила готовых таблиц остались", async () => {
    const given = await onEarlierDatabase(async () =>
      [...(await keptByDatabase())].filter((fact) =>
        /^(accounts|verifications|notes)\b/.test(fact),
      ),
    );
    const now = await keptByDatabase();
    const lost = given.filter((fact) => !now.has(fact));
    expectThat(lost.length === 0, {
      found: `больше нет — ${lost.join("; ")}`,
      why: "accounts, verifications и notes уже готовы: на их правила рассчитывают Better Auth и следующие шаги.",
      file: FILE,
    });
  });

  for (const table of ["users", "sessions"] as const) {
    const { optional, required } = COLUMNS[table];

    test(`${table}: обязательны все столбцы, кроме ${optional.join(" и ")}`, async () => {
      const wrong = (await columnsOf(table)).filter(({ name, nullable }) =>
        (nullable ? required : optional).includes(name),
      );
      expectThat(wrong.length === 0, {
        found: wrong
          .map(({ name, nullable }) =>
            nullable
              ? `${name} может быть NULL`
              : `${name} обязателен, хотя его может не быть`,
          )
          .join("; "),
        why: "Пустое значение там, где код его не ждёт, — это ошибка, которую найдут пользователи. NOT NULL находит её при записи.",
        file: FILE,
      });
    });

    test(`${table}: моменты времени хранятся с часовым поясом`, async () => {
      const naive = (await columnsOf(table)).filter(
        ({ type }) => type === "timestamp without time zone",
      );
      expectThat(naive.length === 0, {
        found: `без пояса: ${naive.map(({ name }) => name).join(", ")}`,
        why: "Сервер в UTC и ноутбук в Москве прочтут одно и то же «10:00» по-разному: сессия проживёт на три часа дольше или истечёт, не начавшись.",
        file: FILE,
      });
    });

    test(`${table}: моменты времени хранятся точно`, async () => {
      const moment = new Date("2030-01-02T03:04:05.678Z");
      const times = required.filter((name) => name.endsWith("_at"));
      await addRow(table, "exact", fromNames(times, moment));
      const [row] = await sql(
        `select ${times.map((name) => `(extract(epoch from ${name}) * 1000)::float8 as ${name}`)} from ${table}`,
      );
      const wrong = times.filter(
        (name) => Math.round(row![name]) !== moment.getTime(),
      );
      expectThat(wrong.length === 0, {
        found: wrong
          .map(
            (name) =>
              `в ${name} записали ${moment.toISOString()}, прочли ${new Date(row![name]).toISOString()}`,
          )
          .join("; "),
        why: "Date в JavaScript хранит миллисекунды. Столбец грубее (date, timestamp(0)) вернёт не то время, которое записали: сроки и порядок строк поплывут.",
        file: FILE,
      });
    });

    test(`${table}: id создаёт база, и это uuid`, async () => {
      const id = (await columnsOf(table)).find(
        ({ name }) => name === "id",
      );
      const refusals = [
        await tryRow(table, "first"),
        await tryRow(table, "second"),
      ].filter(Boolean);
      expectThat(id?.type === "uuid" && refusals.length === 0, {
        found: `id: тип ${id?.type ?? "—"}; ${refusals.length > 0 ? `строку без id база не приняла (${refusals.join(", ")})` : "строки без id база приняла"}`,
        why: "Better Auth настроен так, что id даёт база. Номера по порядку выдали бы, сколько у вас пользователей.",
        file: FILE,
      });
    });

    test(`${table}: id не повторяется`, async () => {
      const id = "11111111-1111-4111-8111-111111111111";
      await addRow(table, "first", { id });
      const refusal = await tryRow(table, "second", { id });
      expectThat(refusal === UNIQUE_VIOLATION, {
        found: refusal
          ? `база отказала, но по другой причине (${refusal})`
          : "база приняла две строки с одним id",
        why: "По id находят, меняют и удаляют одну строку. Если их две, удаление одной удалит и чужую: первичный ключ — у каждой таблицы.",
        file: FILE,
      });
    });

    test(`${table}: время создания и изменения ставит база`, async () => {
      const times = ["created_at", "updated_at"];
      // Elsewhere: who stores the clock on the wall of one zone is seen here.
      await sql("set time zone 'Asia/Tokyo'");
      let ages: Record<string, number | null> = {};
      let refusal: string | undefined;
      try {
        refusal = await tryRow(table, "now", fromNames(times, undefined));
        [ages = {}] = await sql<Record<string, number>>(
          `select ${times.map((name) => `extract(epoch from now() - ${name})::float8 as ${name}`)} from ${table}`,
        );
      } finally {
        await sql("reset time zone");
      }
      const literal = await literalDefaults(table);
      const wrong = times.filter(
        (name) =>
          literal.includes(name) || Math.abs(ages[name] ?? Infinity) > 60,
      );
      expectThat(wrong.length === 0, {
        found: refusal
          ? `строку без ${times.join(" и ")} база не приняла (${refusal})`
          : wrong
              .map((name) =>
                literal.includes(name)
                  ? `${name} у всех строк одно: то, что было при создании миграции`
                  : `${name} отличается от часов базы на ${Math.round(ages[name] ?? NaN)} с`,
              )
              .join("; "),
        why: "Строка, добавленная мимо приложения (скриптом, вручную), тоже должна знать, когда появилась. Значение по умолчанию — текущий момент, в любом часовом поясе один и тот же.",
        file: FILE,
      });
    });
  }

  test("Better Auth работает с этими таблицами", async () => {
    const client = new HttpClient();
    const created = await client.post("/api/auth/sign-up/email", {
      name: "Анна",
      email: "anna@example.com",
      password: "correct horse battery",
    });
    const read = await client.get("/api/auth/get-session");
    expectThat(
      created.status === 200 && read.json?.user?.name === "Анна",
      {
        found: `регистрация — ${created.found}; сессия — ${read.found}`,
        why: "Better Auth ищет поля по именам свойств (expiresAt, userId, …) и кладёт в них строки, даты и uuid. Переименуете свойство или выберете другой тип — он не сможет ни записать, ни прочесть.",
        file: FILE,
      },
    );
  });

  test("users: второй пользователь с тем же e-mail невозможен", async () => {
    const whoever = [
      {},
      { role: "ADMIN" },
      { email_verified: true },
      { image: "https://example.com/1.png" },
    ];
    const accepted: string[] = [];
    const refusals: string[] = [];
    for (const [at, first] of whoever.entries()) {
      for (const second of whoever) {
        const row = person(`same-${at}@example.com`);
        await insert("users", { ...row, ...first });
        const other = { ...row, name: "Борис", ...second };
        const refusal = await insert("users", other);
        if (!refusal)
          accepted.push(JSON.stringify([first, second]).slice(1, -1));
        else if (refusal !== UNIQUE_VIOLATION) refusals.push(refusal);
        await sql("delete from users");
      }
    }
    expectThat(accepted.length + refusals.length === 0, {
      found:
        accepted.length > 0
          ? `база приняла двух пользователей с одним e-mail: ${accepted[0]}`
          : `база отказала, но по другой причине (${refusals[0]})`,
      why: "Проверка в коде не спасает: два запроса придут одновременно, и оба увидят, что адрес свободен. Решает только ограничение UNIQUE — по одному e-mail, для каждой строки, кто бы это ни был.",
      file: FILE,
    });
  });

  test("users: совпадать может всё, кроме e-mail", async () => {
    const row = { ...person("one@example.com"), image: "/anna.png" };
    const refusals = [
      await insert("users", row),
      await insert("users", { ...row, email: "two@example.com" }),
    ].filter(Boolean);
    expectThat(refusals.length === 0, {
      found: `база не приняла тёзку с другим e-mail (${refusals.join(", ")})`,
      why: "Людей зовут одинаково. Уникален только адрес: по нему входят.",
      file: FILE,
    });
  });

  test("users: роль по умолчанию USER, и пустой она не бывает", async () => {
    const { role: _, ...withoutRole } = person("role@example.com");
    await insert("users", withoutRole);
    const [user] = await sql("select role from users");
    const refusal = await insert("users", {
      ...person("nobody@example.com"),
      role: null,
    });
    expectThat(user?.role === "USER" && refusal === NOT_NULL_VIOLATION, {
      found: `без роли записано «${user?.role ?? "ничего"}», NULL ${refusal ? "отвергнут" : "принят"}`,
      why: "Пользователь без роли — дыра в правах: каждая проверка роли должна помнить об этом случае, и одна забудет.",
      file: FILE,
    });
  });

  test("users: роль бывает только USER или ADMIN", async () => {
    const labels = await sql<{ label: string }>(
      `select enumlabel as label from pg_enum
       join pg_attribute on atttypid = enumtypid
       where attrelid = 'public.users'::regclass and attname = 'role'`,
    );
    const tried = new Set([
      ...["USER", "ADMIN", "BOSS", "user", "admin", "User", ""],
      ...["USERS", "SUPERADMIN", "MODERATOR", "GUEST", "USER,ADMIN"],
      ...labels.map(({ label }) => label),
    ]);
    const refusals = [];
    for (const [at, role] of [...tried].entries()) {
      const row = { ...person(`role-${at}@example.com`), role };
      refusals.push([role, await insert("users", row)] as const);
    }
    const wrong = refusals.filter(([role, refusal]) =>
      ["USER", "ADMIN"].includes(role)
        ? refusal !== undefined
        : !VALUE_REFUSED.includes(refusal ?? ""),
    );
    expectThat(wrong.length === 0, {
      found: wrong
        .map(
          ([role, refusal]) =>
            `роль «${role}» ${refusal ? `отвергнута (${refusal})` : "принята"}`,
        )
        .join(", "),
      why: 'Роль, о которой не знает ни одна проверка прав, — дыра. enum у text("role", …) видит только TypeScript; скрипт, psql и ошибка в коде запишут что угодно. Список держит база: pgEnum, и в нём ничего лишнего.',
      file: FILE,
    });
  });

  test("users: e-mail по умолчанию не подтверждён", async () => {
    const { email_verified: _, ...row } = person("new@example.com");
    const refusal = await insert("users", row);
    const [user] = await sql("select email_verified from users");
    expectThat(user?.email_verified === false, {
      found: refusal
        ? `база не приняла строку (${refusal})`
        : `email_verified = ${user?.email_verified}`,
      why: "Подтверждённым адрес делает письмо, а не молчание. Значение по умолчанию — «нет».",
      file: FILE,
    });
  });

  for (const [table, columns] of [
    ["users", ["name", "email"]],
    ["sessions", ["user_id", "token"]],
  ] as const) {
    test(`${table}: ${columns.join(" и ")} называет тот, кто добавляет строку`, async () => {
      const accepted = [];
      for (const column of columns) {
        const refusal = await tryRow(table, column, {
          [column]: undefined,
        });
        if (refusal !== NOT_NULL_VIOLATION) accepted.push(column);
      }
      expectThat(accepted.length === 0, {
        found: `без ${accepted.join(" и без ")} база строку приняла`,
        why: "Значение по умолчанию здесь не спасает, а прячет ошибку: забытое имя станет пустой строкой, и NOT NULL её не заметит.",
        file: FILE,
      });
    });
  }

  for (const [table, values] of [
    [
      "users",
      {
        name: "Ы".repeat(100),
        email: `${"e".repeat(64)}@${"d".repeat(185)}.com`,
        image: `https://example.com/${"i".repeat(480)}`,
      },
    ],
    [
      "sessions",
      {
        token: "t".repeat(32),
        ip_address: "0000:0000:0000:0000:0000:ffff:255.255.255.255",
        user_agent: "u".repeat(500),
      },
    ],
    // So Better Auth says that it does not know.
    ["sessions", { ip_address: "", user_agent: "" }],
  ] as [keyof typeof COLUMNS, Record<string, string>][]) {
    const names = Object.keys(values);
    const what = values.ip_address === "" ? "пустые" : "длинные";
    test(`${table}: ${what} ${names.join(", ")} помещаются`, async () => {
      const wrong: string[] = [];
      for (const [name, value] of Object.entries(values)) {
        const refusal = await tryRow(table, "long", { [name]: value });
        const [row] = await sql(`select ${name} as value from ${table}`);
        if (refusal || row?.value !== value)
          wrong.push(
            `${name} из ${value.length} символов — ${refusal ? `отказ (${refusal})` : "прочли не то, что записали"}`,
          );
        await sql("delete from users");
      }
      expectThat(wrong.length === 0, {
        found: wrong.join("; "),
        why: "Адрес IPv6 — до 45 символов, e-mail — до 254, user agent — сотни, а если Better Auth адреса не знает, он пишет пустую строку. Узкий столбец — это вход, который у кого-то кончается ошибкой 500. Тип text подходит всем и места лишнего не занимает.",
        file: FILE,
      });
    });
  }

  test("sessions: без срока сессии не бывает", async () => {
    const id = await addPerson("expires@example.com");
    const { expires_at: _, ...withoutEnd } = sessionOf(id, "endless");
    const refusal = await insert("sessions", withoutEnd);
    const { db } = await import("../src/db");
    const { sessions } = await import("../src/db/schema");
    const byDrizzle = await db
      .insert(sessions)
      .values({ userId: id, token: "by-drizzle" } as never)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expectThat(refusal === NOT_NULL_VIOLATION && byDrizzle !== undefined, {
      found: !refusal
        ? "база приняла сессию, срок которой никто не назвал"
        : byDrizzle
          ? `база отказала, но по другой причине (${refusal})`
          : "Drizzle сам назначил срок сессии, которого никто не называл",
      why: "Срок назначает приложение. NULL — это вход навсегда, а срок «сейчас» по умолчанию — сессия, истёкшая при рождении: у expires_at нет разумного значения по умолчанию.",
      file: FILE,
    });
  });

  test("sessions: token не повторяется", async () => {
    const id = await addPerson("token@example.com");
    const neighbour = await addPerson("neighbour@example.com");
    const browser = { ip_address: "::1", user_agent: "Firefox" };
    const ended = { expires_at: new Date(0) };
    const accepted: string[] = [];
    for (const first of [{}, browser, ended]) {
      for (const [what, second] of [
        ["у одного пользователя", {}],
        ["у разных пользователей", { user_id: neighbour }],
        ["с другим сроком", { expires_at: new Date(1) }],
        ["на разных устройствах", { ip_address: "::2", user_agent: "x" }],
      ] as const) {
        const row = { ...sessionOf(id, "same"), ...first };
        await insert("sessions", row);
        const refusal = await insert("sessions", { ...row, ...second });
        if (refusal !== UNIQUE_VIOLATION)
          accepted.push(refusal ? `отказ ${refusal} ${what}` : what);
        await sql("delete from sessions");
      }
    }
    expectThat(accepted.length === 0, {
      found: `база приняла две сессии с одним token: ${accepted[0]}`,
      why: "По token сервер решает, кто пришёл. Два владельца у одного token — это чужой вход. Уникален он один, а не вместе с чем-то, и у каждой строки.",
      file: FILE,
    });
  });

  test("sessions: сессия бывает только у существующего пользователя", async () => {
    const refusal = await insert("sessions", sessionOf(NOBODY, "orphan"));
    expectThat(refusal === FOREIGN_KEY_VIOLATION, {
      found: refusal
        ? `база отказала, но по другой причине (${refusal})`
        : "база приняла сессию пользователя, которого нет",
      why: "Внешний ключ — единственное, что не даёт ссылке повиснуть.",
      file: FILE,
    });
  });

  test("sessions: у одного пользователя бывает несколько сессий", async () => {
    const id = await addPerson("devices@example.com");
    const row = {
      ...sessionOf(id, "phone"),
      // Two laptops of one model, bought together, behind one router.
      ip_address: "203.0.113.7",
      user_agent: "Firefox",
    };
    const refusals = [
      await insert("sessions", row),
      await insert("sessions", { ...row, token: "laptop" }),
    ].filter(Boolean);
    expectThat(refusals.length === 0, {
      found: `база не приняла вторую сессию (${refusals.join(", ")})`,
      why: "Телефон и ноутбук — две сессии одного человека: связь «один ко многим». Адрес и браузер у них бывают одни и те же; различает сессии только token.",
      file: FILE,
    });
  });

  for (const [table, what] of [
    ["sessions", "его сессии"],
    ["accounts", "его способы входа"],
  ] as const) {
    test(`${table}: вместе с пользователем исчезают ${what}`, async () => {
      const id = await addPerson("gone@example.com");
      await insert("sessions", sessionOf(id, "left"));
      await insert("accounts", accountOf(id));
      const refusal = await sql("delete from users where id = $1", [
        id,
      ]).then(
        () => undefined,
        (error: { code: string; table: string }) => error,
      );
      const left = await sql(`select 1 from ${table}`);
      const isOther = refusal && refusal.table !== table;
      expectThat(isOther || (!refusal && left.length === 0), {
        found: refusal
          ? `база не дала удалить пользователя (${refusal.code})`
          : `осталось строк в ${table}: ${left.length}`,
        why: 'Сессия или пароль удалённого пользователя — это вход без хозяина. onDelete: "cascade" убирает их той же командой.',
        file: FILE,
      });
    });
  }

  for (const [what, column, statement] of [
    ["сессии одного пользователя", "user_id", `user_id = '${NOBODY}'`],
    ["истёкшие сессии", "expires_at", "expires_at < now()"],
  ] as const) {
    test(`sessions: ${what} база находит по индексу`, async () => {
      const plan = await planOf(`delete from sessions where ${statement}`);
      const indexes = await indexesThatBeginWith(column);
      expectThat(
        indexes.some((name) => plan.includes(` ${name} `)),
        {
          found: `план запроса: ${plan}; индексов, которые начинаются с ${column}: ${indexes.length}`,
          why: "Внешний ключ сам индекса не создаёт. Без него каждое удаление пользователя и каждая уборка читают всё целиком: на 100 000 сессий это 100 000 строк ради десятка. Индекс по двум столбцам помогает искать только по первому.",
          file: FILE,
        },
      );
    });
  }

  leakTests("src/db/schema.ts");
});

/** What each of two has and the other has not; "" when they are equal. */
function differences(
  ...sides: [[string, Set<string>], [string, Set<string>]]
): string {
  return sides
    .map(([where, facts], at) => {
      const [, others] = sides[1 - at]!;
      const only = [...facts].filter((fact) => !others.has(fact));
      return only.length > 0 && `только в ${where} — ${only.join("; ")}`;
    })
    .filter(Boolean)
    .join(". ");
}

/** What the step before has left of users and sessions: bare columns. */
function isOfDraft(fact: string): boolean {
  return (
    /^\w+\.id: (uuid NOT NULL|первичный ключ|значение по умолчанию)$/.test(
      fact,
    ) ||
    /^\w+\.\w+: (uuid|text|boolean|timestamp without time zone)$/.test(
      fact,
    )
  );
}

/** Rows that keep all rules already, as the application has written them. */
async function addEarlierRows(): Promise<void> {
  const time = new Date("2026-03-04T05:06:07Z");
  const times = { created_at: time, updated_at: time };
  for (const [at, role] of ["USER", "ADMIN"].entries()) {
    const row = { ...person(`earlier-${at}@example.com`), ...times, role };
    await insert("users", row);
    const [user] = await sql("select id from users where email = $1", [
      row.email,
    ]);
    const session = sessionOf(user!.id, `earlier-${at}`);
    await insert("sessions", { ...session, ...times, expires_at: time });
    await insert("accounts", { ...accountOf(user!.id), ...times });
  }
}

type Rows = Record<string, Record<string, unknown>[]>;

async function rowsOfAll(): Promise<Rows> {
  const rows: Rows = {};
  for (const table of ["users", "sessions", "accounts"]) {
    const all = await sql<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${table} t order by t.id`,
    );
    rows[table] = all.map(({ row }) => row);
  }
  return rows;
}

/** What the rows of before have lost, in words. */
function changes(before: Rows, after: Rows): string {
  return Object.entries(before)
    .flatMap(([table, rows]) => {
      const now = after[table]!;
      if (now.length !== rows.length)
        return `строк в ${table}: было ${rows.length}, стало ${now.length}`;
      return rows.flatMap((row, at) =>
        Object.entries(row)
          .filter(([name, value]) => !isSame(value, now[at]![name]))
          .map(
            ([name, value]) =>
              `${table}.${name}: было ${JSON.stringify(value)}, стало ${JSON.stringify(now[at]![name])}`,
          ),
      );
    })
    .join("; ");
}

/** A time without a zone is meant in UTC: so Drizzle has written it. */
const isSame = (before: unknown, after: unknown) =>
  before === after ||
  (typeof before === "string" &&
    /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(before) &&
    Date.parse(`${before}Z`) === Date.parse(String(after)));

/** Columns whose default is a value that never changes. */
async function literalDefaults(table: string): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1
       and column_default ~ $$^'$$`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** How the database would go about it, were the table too long to read. */
async function planOf(statement: string): Promise<string> {
  await sql("set enable_seqscan = off");
  const lines = await sql<object>(`explain (costs off) ${statement}`);
  await sql("reset enable_seqscan");
  return lines
    .flatMap(Object.values)
    .map((line) => line.trim())
    .join(" ");
}

async function indexesThatBeginWith(column: string): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    `select quote_ident(relname) as name
     from pg_index join pg_class on pg_class.oid = indexrelid
     join pg_attribute on attrelid = indrelid and attnum = indkey[0]
     where indrelid = 'public.sessions'::regclass and attname = $1`,
    [column],
  );
  return rows.map(({ name }) => name);
}
