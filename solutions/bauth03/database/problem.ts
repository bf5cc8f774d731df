import { Client } from "pg";

/** What `pg` throws: of the server, of the network, of TLS, of its own. */
type Thrown = Error & {
  code?: string;
  errno?: number;
  syscall?: string;
  /** One for each address of a name, when none of them answers. */
  errors?: Error[];
};

/**
 * Says in Russian why the server of DATABASE_URL cannot be used, and what to
 * do about it.
 * @param error what `pg` threw
 * @param url connection string
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function serverProblem(error: Thrown, url: string): string {
  const said = [error.code, error.syscall, error.message].join(" ");
  const message =
    error.message || error.errors?.map((one) => one.message).join("; ");
  const known = PROBLEMS.find(([pattern]) => pattern.test(said));
  if (!known) return `База данных из DATABASE_URL не готова: ${message}`;
  const [, problem, advice] = known;
  return withNames(
    `${problem}.\nОтвет: ${message}\nЧто делать: ${advice}.`,
    url,
  );
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

function withNames(text: string, url: string): string {
  if (!/<\w+>/.test(text)) return text;
  const client = new Client(url);
  return text
    .replaceAll("<user>", () => String(client.user))
    .replaceAll("<database>", () => String(client.database))
    .replaceAll("<host>", () => client.host)
    .replaceAll("<port>", () => String(client.port));
}

/** How it looks (code, system call, message), what it is, what to do. */
const PROBLEMS: [RegExp, string, string][] = [
  [
    /^(ERR_INVALID_URL|ERR_INVALID_ARG)|^ *(URI malformed|Invalid (port|sslneg)|SECURITY WARNING|sslneg)|ERR_SOCKET_BAD_PORT|getaddrinfo \w+ base$/,
    "Адрес в DATABASE_URL не читается",
    "сравните его с примером в .env.example; знаки / ? # @ : % и пробел в пароле пишутся как %2F %3F %23 %40 %3A %25 %20",
  ],
  [
    /^(ENOENT|EACCES|EISDIR) (open|read) /,
    "Файл сертификата из DATABASE_URL не открывается",
    "проверьте пути в sslrootcert, sslcert и sslkey",
  ],
  [
    /^(ENOTFOUND|EAI_\w+) /,
    "Сервера «<host>» из DATABASE_URL нет: такого имени сеть не знает",
    "проверьте имя сервера в адресе и сеть",
  ],
  [
    /^(ECONN\w+|EACCES|EPERM|ENOENT|ENOTDIR|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENAMETOOLONG|EINVAL|57P0\d) |timeout expired|terminated unexpectedly/,
    "Сервер «<host>» из DATABASE_URL не отвечает на порту <port>",
    "запустите PostgreSQL и проверьте имя и порт сервера",
  ],
  [
    /^28P01 |must be a string/,
    "Сервер не принял пароль пользователя «<user>»",
    "проверьте имя пользователя и пароль в DATABASE_URL",
  ],
  [
    /does not support SSL|error establishing an SSL|requires SSL/,
    "Сервер не умеет TLS, а DATABASE_URL его требует",
    "уберите из адреса sslmode и ssl или включите TLS на сервере",
  ],
  [
    /^ERR_TLS_CERT_ALTNAME/,
    "Сертификат сервера выдан не на имя «<host>»",
    "впишите в DATABASE_URL имя из сертификата",
  ],
  [
    /^(\w*SELF_SIGNED\w*|UNABLE_TO_\w+|CERT_\w+|INVALID_CA) /,
    "Сертификату сервера нет доверия",
    "укажите в DATABASE_URL сертификат вашего центра: sslrootcert=/путь/ca.crt",
  ],
  [
    /^(ERR_SSL|ERR_OSSL|EPROTO)|no encryption|SSL off|requires a valid client certificate/,
    "Соединение по TLS не состоялось",
    "сверьте sslmode, sslcert и sslkey в DATABASE_URL с настройками сервера",
  ],
  [
    /^28000 /,
    "Сервер не пускает пользователя «<user>» из DATABASE_URL",
    "проверьте имя пользователя и правила в pg_hba.conf",
  ],
  [
    /^3D000 /,
    "На сервере нет базы «<database>», которую называет DATABASE_URL",
    "создайте её (createdb) или впишите в адрес ту, которая есть, например postgres",
  ],
  [
    /^42501 .*create database/,
    "Роли «<user>» нельзя создавать базы, а тестам нужна своя",
    'выполните на сервере ALTER ROLE "<user>" CREATEDB',
  ],
  [
    /^53[34]00 /,
    "Свободных соединений на сервере не осталось",
    "закройте другие программы, которые работают с этим сервером, и запустите снова",
  ],
  [
    /^25006 /,
    "Сервер из DATABASE_URL только для чтения",
    "впишите адрес основного сервера",
  ],
  [
    /^(25001|08P01) /,
    "DATABASE_URL ведёт к посреднику (PgBouncer), а не к самому серверу",
    "впишите прямой адрес PostgreSQL",
  ],
];
