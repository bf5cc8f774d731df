import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** What `pg` and Node throw. */
type Thrown = Error & {
  code?: string;
  syscall?: string;
  /** One for each address of a name, when none of them answers. */
  errors?: Error[];
};

/** How an error looks (code, system call, message): what it is, what to do. */
const PROBLEMS = {
  "^ERR_INVALID_URL|URI malformed|Invalid (port|sslneg)|SECURITY WARNING|BAD_PORT|getaddrinfo \\w+ base$":
    "Адрес в DATABASE_URL не читается. Сравните его с примером в .env.example; знаки / ? # @ : % и пробел в пароле пишутся как %2F %3F %23 %40 %3A %25 %20",
  "^\\w+ (open|read) ":
    "Файл сертификата из DATABASE_URL не открывается. Проверьте пути в sslrootcert, sslcert и sslkey",
  "^(ENOTFOUND|EAI_\\w+) ":
    "Сервера «<host>» из DATABASE_URL нет: такого имени сеть не знает. Проверьте имя и сеть",
  "^E[A-Z]+ connect |^(ECONN\\w+|EPIPE|57P0\\d) |timeout expired|terminated unexpectedly":
    "Сервер «<host>» из DATABASE_URL не отвечает на порту <port>. Запустите PostgreSQL и проверьте имя и порт сервера",
  "^28P01 |must be a string":
    "Сервер не принял пароль пользователя «<user>». Проверьте имя и пароль в DATABASE_URL",
  "not support SSL|establishing an SSL|requires SSL":
    "Сервер не умеет TLS, а DATABASE_URL его требует. Уберите из адреса sslmode и ssl или включите TLS на сервере",
  "^ERR_TLS_CERT_ALTNAME":
    "Сертификат сервера выдан не на имя «<host>». Впишите в DATABASE_URL имя из сертификата",
  "^(\\w*SELF_SIGNED\\w*|UNABLE_TO_\\w+|CERT_\\w+|INVALID_CA) ":
    "Сертификату сервера нет доверия. Укажите в DATABASE_URL сертификат вашего центра: sslrootcert=/путь/ca.crt",
  "^(ERR_SSL|ERR_OSSL|EPROTO)|no encryption|SSL off|valid client certificate":
    "Соединение по TLS не состоялось. Сверьте sslmode, sslcert и sslkey в DATABASE_URL с настройками сервера",
  "^28000 ":
    "Сервер не пускает пользователя «<user>». Проверьте имя в DATABASE_URL и правила в pg_hba.conf",
  "^3D000 ":
    "На сервере нет базы «<database>» из DATABASE_URL. Создайте её (createdb) или впишите ту, которая есть, например postgres",
  "^42501 .*create database":
    'Роли «<user>» нельзя создавать базы, а тестам нужна своя. Выполните на сервере ALTER ROLE "<user>" CREATEDB',
  "^53[34]00 ":
    "Свободных соединений на сервере не осталось. Закройте другие программы, которые с ним работают",
  "^25006 ":
    "Сервер из DATABASE_URL только для чтения. Впишите адрес основного сервера",
  "^(25001|08P01) ":
    "DATABASE_URL ведёт к посреднику (PgBouncer), а не к серверу. Впишите прямой адрес PostgreSQL",
};

/**
 * Says in Russian why the server of DATABASE_URL cannot be used, and what to
 * do about it.
 * @param error what `pg` threw
 * @param url connection string
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function serverProblem(error: Thrown, url: string): string {
  const { code, syscall, errors = [] } = error;
  const said = [code, syscall, error.message].join(" ");
  const [, text = "База данных из DATABASE_URL не готова"] =
    Object.entries(PROBLEMS).find(([look]) => RegExp(look).test(said)) ??
    [];
  const message =
    error.message || errors.map((one) => one.message).join("; ");
  // Only what pg can read has a host or a user.
  const names = text.includes("<") ? new Client(url) : undefined;
  const problem = text.replace(/<(\w+)>/g, (_, name: keyof Client) =>
    String(names?.[name]),
  );
  return `${problem}.\nОтвет: ${message || code}`;
}

/**
 * Makes a database of its own on a running server; `close()` drops it.
 * Nothing else on that server is touched.
 * @param url connection string of a user that may create databases
 */
export async function ownDatabaseOn(
  url: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const name = `bauth_test_${randomBytes(6).toString("hex")}`;
  await once(url, `create database "${name}"`);
  return {
    url: withDatabase(url, name),
    close: () => once(url, `drop database "${name}" with (force)`),
  };
}

/** Removes everything the migrations made, so that they can run again. */
export function wipe(url: string): Promise<void> {
  return once(
    url,
    `drop schema if exists drizzle cascade;
     drop schema public cascade; create schema public`,
  );
}

async function once(url: string, statement: string): Promise<void> {
  await connected(url, (client) => client.query(statement));
}

/** Works with a connection of its own, which it closes. @throws of `pg` */
export async function connected(
  url: string,
  work: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 4_000,
    // As the application's pool has one: whoever refuses it is told now.
    statement_timeout: 60_000,
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Names another database in a connection string and keeps every other byte,
 * in each form that `pg` reads: `postgres://…`, `socket:/path?db=…`,
 * `/path name`, and a mere name.
 * @param url connection string
 * @param name made of letters, digits and _
 * @see https://github.com/brianc/node-postgres/tree/master/packages/pg-connection-string
 */
export function withDatabase(url: string, name: string): string {
  if (url.startsWith("/")) {
    const [path, , ...rest] = url.split(" ");
    return [path, name, ...rest].join(" ");
  }
  const [, scheme = "", host = "", path = "", query = "", hash = ""] =
    /^([a-z][a-z\d+.-]*:)?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#[^]*)?$/i.exec(
      url,
    )!;
  if (/^socket:$/i.test(scheme)) {
    const kept = query.slice(1).split("&");
    const others = kept.filter((one) => one && !/^db(=|$)/.test(one));
    const all = [...others, `db=${name}`].join("&");
    return `${scheme}${host}${path}?${all}${hash}`;
  }
  // Without a scheme, a slash in front would make the name a path.
  return `${scheme}${host}${scheme && "/"}${name}${query}${hash}`;
}
