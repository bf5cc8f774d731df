import { Client } from "pg";

/** What `pg`, Node or PGlite throws. */
type Thrown = Error & {
  code?: string;
  errno?: number;
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
 * Says in Russian why the embedded server did not start.
 * @param error what the file system or PGlite threw; PGlite numbers its
 *   errors as WASI does
 * @see https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#errno
 */
export function embeddedProblem({ code, errno, message }: Thrown): string {
  const said = String(code ?? errno);
  if (/^(ENOSPC|EDQUOT|51|19)$/.test(said))
    return "Встроенному PostgreSQL не хватило места на диске: освободите 100 МБ и запустите снова.";
  if (/^(EACCES|EPERM|EROFS|2|63|69)$/.test(said))
    return "Встроенному PostgreSQL не дали записать его файлы: разрешите запись в эту папку и запустите снова.";
  return `Встроенный PostgreSQL не запустился: ${message || said}`;
}
