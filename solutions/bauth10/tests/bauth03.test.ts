import { getTableName, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { describe, test } from "vitest";
import { sql } from "../support/database.ts";
import { expectThat } from "../support/lesson.ts";
import { HttpClient } from "../support/http-client.ts";

const FILE = "src/db/schema.ts, затем pnpm db:generate";
const UNIQUE_VIOLATION = "23505";
const NOT_NULL_VIOLATION = "23502";
const FOREIGN_KEY_VIOLATION = "23503";
/** Of a type that lists its values, or of a CHECK. */
const VALUE_REFUSED = ["22P02", "23514"];

type Column = {
  name: string;
  type: string;
  nullable: boolean;
  fallback: string | null;
};

function columnsOf(table: string): Promise<Column[]> {
  return sql<Column>(
    `select column_name as name, data_type as type,
       is_nullable = 'YES' as nullable, column_default as fallback
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

const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("bauth03", () => {
  test("база соответствует схеме: миграция создана", async () => {
    const schema = await import("../src/db/schema");
    const onlyPromised: string[] = [];
    const onlyKept: string[] = [];
    for (const table of Object.values(schema)) {
      if (!is(table, PgTable)) continue;
      const promised = await promisedBy(table);
      const kept = await keptByDatabase(getTableName(table));
      onlyPromised.push(
        ...[...promised].filter((fact) => !kept.has(fact)),
      );
      onlyKept.push(...[...kept].filter((fact) => !promised.has(fact)));
    }
    expectThat(onlyPromised.length + onlyKept.length === 0, {
      found: [
        onlyPromised.length &&
          `только в схеме — ${onlyPromised.join("; ")}`,
        onlyKept.length && `только в базе — ${onlyKept.join("; ")}`,
      ]
        .filter(Boolean)
        .join(". "),
      why: "Приложение работает с базой, а не с файлом схемы. Схема описывает, какой база должна стать, а меняет её миграция; править SQL мимо схемы нельзя — следующая миграция всё вернёт.",
      file: "src/db/schema.ts и выполните pnpm db:generate",
    });
  });

  for (const [table, optional] of [
    ["users", ["image"]],
    ["sessions", ["ip_address", "user_agent"]],
  ] as const) {
    test(`${table}: обязательны все столбцы, кроме ${optional.join(" и ")}`, async () => {
      const wrong = (await columnsOf(table)).filter(
        ({ name, nullable }) =>
          nullable !== (optional as readonly string[]).includes(name),
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

    test(`${table}: id создаёт база, и это uuid`, async () => {
      const id = (await columnsOf(table)).find(
        ({ name }) => name === "id",
      );
      expectThat(
        id?.type === "uuid" && /gen_random_uuid/.test(id.fallback ?? ""),
        {
          found: `id: тип ${id?.type ?? "—"}, по умолчанию ${id?.fallback ?? "ничего"}`,
          why: "Better Auth настроен так, что id даёт база. Номера по порядку выдали бы, сколько у вас пользователей.",
          file: FILE,
        },
      );
    });

    test(`${table}: время создания и изменения ставит база`, async () => {
      const silent = (await columnsOf(table)).filter(
        ({ name, fallback }) =>
          /^(created|updated)_at$/.test(name) &&
          !/now\(\)/i.test(fallback ?? ""),
      );
      expectThat(silent.length === 0, {
        found: `без значения по умолчанию: ${silent.map(({ name }) => name).join(", ")}`,
        why: "Строка, добавленная мимо приложения (скриптом, вручную), тоже должна знать, когда появилась.",
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
    await insert("users", person("anna@example.com"));
    const refusal = await insert("users", person("anna@example.com"));
    expectThat(refusal === UNIQUE_VIOLATION, {
      found: refusal
        ? `база отказала, но по другой причине (${refusal})`
        : "база приняла двух пользователей с одним e-mail",
      why: "Проверка в коде не спасает: два запроса придут одновременно, и оба увидят, что адрес свободен. Решает только ограничение UNIQUE.",
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
    const refusals = [];
    for (const role of ["USER", "ADMIN", "BOSS", "user", ""]) {
      const row = { ...person(`role-${role}@example.com`), role };
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
      why: 'enum у text("role", …) видит только TypeScript. Скрипт, psql и ошибка в коде запишут что угодно, и проверка прав встретит роль, о которой не знает. Список держит база: pgEnum.',
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

  test("sessions: без срока сессии не бывает", async () => {
    const id = await addPerson("expires@example.com");
    const { expires_at: _, ...withoutEnd } = sessionOf(id, "endless");
    const refusal = await insert("sessions", withoutEnd);
    expectThat(refusal === NOT_NULL_VIOLATION, {
      found: refusal
        ? `база отказала, но по другой причине (${refusal})`
        : "база приняла сессию, срок которой никто не назвал",
      why: "Срок назначает приложение. NULL — это вход навсегда, а срок «сейчас» по умолчанию — сессия, истёкшая при рождении: у expires_at нет разумного значения по умолчанию.",
      file: FILE,
    });
  });

  test("sessions: token не повторяется", async () => {
    const id = await addPerson("token@example.com");
    await insert("sessions", sessionOf(id, "same"));
    const refusal = await insert("sessions", sessionOf(id, "same"));
    expectThat(refusal === UNIQUE_VIOLATION, {
      found: refusal
        ? `база отказала, но по другой причине (${refusal})`
        : "база приняла две сессии с одним token",
      why: "По token сервер решает, кто пришёл. Два владельца у одного token — это чужой вход.",
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
    const refusals = [
      await insert("sessions", sessionOf(id, "phone")),
      await insert("sessions", sessionOf(id, "laptop")),
    ].filter(Boolean);
    expectThat(refusals.length === 0, {
      found: `база не приняла вторую сессию (${refusals.join(", ")})`,
      why: "Телефон и ноутбук — две сессии одного человека: связь «один ко многим».",
      file: FILE,
    });
  });

  test("sessions: вместе с пользователем исчезают его сессии", async () => {
    const id = await addPerson("gone@example.com");
    await insert("sessions", sessionOf(id, "left"));
    const refusal = await sql("delete from users where id = $1", [
      id,
    ]).then(
      () => undefined,
      (error: { code: string }) => error.code,
    );
    const left = await sql("select 1 from sessions");
    expectThat(!refusal && left.length === 0, {
      found: refusal
        ? `база не дала удалить пользователя (${refusal})`
        : `осталось сессий: ${left.length}`,
      why: 'Сессия удалённого пользователя — это вход без хозяина. onDelete: "cascade" убирает её той же командой.',
      file: FILE,
    });
  });

  for (const [what, statement] of [
    ["сессии одного пользователя", `user_id = '${NOBODY}'`],
    ["истёкшие сессии", "expires_at < now()"],
  ] as const) {
    test(`sessions: ${what} база находит по индексу`, async () => {
      const plan = await planOf(`delete from sessions where ${statement}`);
      expectThat(/index/i.test(plan), {
        found: `план запроса: ${plan}`,
        why: "Внешний ключ сам индекса не создаёт. Без него каждое удаление пользователя и каждая уборка читают таблицу целиком: на 100 000 сессий это 100 000 строк ради десятка.",
        file: FILE,
      });
    });
  }
});

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

/*
 * What a schema in TypeScript promises and what the database really has, both
 * as the same short sentences, so that they can be compared.
 */

const required = (column: string, type: string, notNull: boolean) =>
  `${column}: ${type}${notNull ? " NOT NULL" : ""}`;
const unique = (column: string) => `${column}: UNIQUE`;
const fallback = (column: string) => `${column}: значение по умолчанию`;
const reference = (column: string, target: string, onDelete: string) =>
  `${column}: ссылка на ${target}, ON DELETE ${onDelete.toUpperCase()}`;

const indexed = (column: string) => `${column}: индекс`;
const limited = (table: string, rule: string) => `${table}: CHECK ${rule}`;

/** Columns, rules, indexes and links as src/db/schema.ts has them. */
async function promisedBy(table: PgTable): Promise<Set<string>> {
  const {
    name,
    columns,
    uniqueConstraints,
    indexes,
    checks,
    foreignKeys,
  } = getTableConfig(table);
  const facts = new Set<string>();
  for (const column of columns) {
    const place = `${name}.${column.name}`;
    const type = await nameInPostgres(column.getSQLType());
    facts.add(required(place, type, column.notNull));
    if (column.isUnique) facts.add(unique(place));
    if (column.default !== undefined || /serial/.test(column.getSQLType()))
      facts.add(fallback(place));
  }
  const uniqueSets = [
    ...uniqueConstraints.map((constraint) => constraint.columns),
    ...indexes
      .filter(({ config }) => config.unique)
      .map(({ config }) => config.columns),
  ];
  for (const [column, ...more] of uniqueSets) {
    if (column && "name" in column && more.length === 0)
      facts.add(unique(`${name}.${column.name}`));
  }
  for (const { config } of indexes) {
    const [column] = config.columns;
    if (!config.unique && column && "name" in column)
      facts.add(indexed(`${name}.${column.name}`));
  }
  for (const rule of checks) facts.add(limited(name, rule.name));
  for (const key of foreignKeys) {
    const { columns, foreignTable } = key.reference();
    facts.add(
      reference(
        `${name}.${columns[0]!.name}`,
        getTableName(foreignTable),
        key.onDelete ?? "no action",
      ),
    );
  }
  return facts;
}

/** The same of a table as PostgreSQL's own catalogue has it. */
async function keptByDatabase(name: string): Promise<Set<string>> {
  const columns = await sql<{
    name: string;
    type: string;
    required: boolean;
    fallback: boolean;
    single: boolean;
    indexed: boolean;
  }>(
    `select attname as name, atttypid::regtype::text as type,
       attnotnull as required, atthasdef as fallback,
       exists (
         select from pg_index where indrelid = attrelid and indisunique
           and not indisprimary and indnkeyatts = 1 and indkey[0] = attnum
       ) as single,
       exists (
         select from pg_index where indrelid = attrelid and not indisunique
           and indkey[0] = attnum
       ) as indexed
     from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
    [`public.${name}`],
  );
  const links = await sql<{
    column: string;
    target: string;
    ondelete: string;
  }>(
    `select attname as column, confrelid::regclass::text as target,
       case confdeltype when 'c' then 'cascade' when 'n' then 'set null'
         when 'd' then 'set default' when 'r' then 'restrict'
         else 'no action' end as ondelete
     from pg_constraint join pg_attribute
       on attrelid = conrelid and attnum = conkey[1]
     where contype = 'f' and conrelid = to_regclass($1)`,
    [`public.${name}`],
  );
  const rules = await sql<{ name: string }>(
    `select conname as name from pg_constraint
     where contype = 'c' and conrelid = to_regclass($1)`,
    [`public.${name}`],
  );
  const facts = new Set(rules.map((rule) => limited(name, rule.name)));
  for (const column of columns) {
    const place = `${name}.${column.name}`;
    facts.add(required(place, column.type, column.required));
    if (column.indexed) facts.add(indexed(place));
    if (column.single) facts.add(unique(place));
    if (column.fallback) facts.add(fallback(place));
  }
  for (const { column, target, ondelete } of links) {
    facts.add(reference(`${name}.${column}`, target, ondelete));
  }
  return facts;
}

/** What PostgreSQL itself calls a type: `timestamp` has a longer name there. */
async function nameInPostgres(type: string): Promise<string> {
  const plain = type
    .replace("bigserial", "bigint")
    .replace("smallserial", "smallint")
    .replace("serial", "integer");
  return sql<{ name: string }>(
    `select pg_typeof(null::${plain})::text as name`,
  ).then(
    ([row]) => row!.name,
    // An enumeration that no migration has made yet.
    () => type,
  );
}
