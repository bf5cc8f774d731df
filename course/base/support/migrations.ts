/**
 * Looks at the migrations of drizzle/ before and after they are applied, and
 * says in Russian which file is wrong and where.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Client } from "pg";

const JOURNAL = "drizzle/meta/_journal.json";

/** An entry of the journal, and its file's text. */
type Migration = { tag: string; when: number; file: string; text: string };

/** A migration that cannot be applied; the message is for the student. */
export class MigrationProblem extends Error {
  override name = "MigrationProblem";
  /** The files are fine, but this database knows others. */
  readonly isOfDatabase: boolean;

  constructor(message: string, { isOfDatabase = false } = {}) {
    super(message);
    this.isOfDatabase = isOfDatabase;
  }
}

/**
 * Reads what drizzle-kit has written.
 * @throws MigrationProblem that names the file
 */
export function readMigrations(): Migration[] {
  return journal().map(({ tag, when }) => {
    const file = `drizzle/${tag}.sql`;
    if (!existsSync(file)) {
      throw new MigrationProblem(
        `Миграции ${file} нет, а ${JOURNAL} её называет.\n` +
          "Верните файл. Если вы хотите создать эту миграцию заново, удалите и её запись из _journal.json, и снимок из drizzle/meta, затем выполните pnpm db:generate.",
      );
    }
    return { tag, when, file, text: readFileSync(file, "utf8") };
  });
}

function journal(): { tag: string; when: number }[] {
  const text = existsSync(JOURNAL)
    ? readFileSync(JOURNAL, "utf8").replace(/^\uFEFF/, "")
    : undefined;
  if (text === undefined) {
    throw new MigrationProblem(
      `Файла ${JOURNAL} нет: без него неизвестно, какие миграции применять.\nВерните его таким, каким он был в лабораторной: его пишет pnpm db:generate.`,
    );
  }
  try {
    const { entries } = JSON.parse(text) as {
      entries: { tag: string; when: number }[];
    };
    if (entries.every(({ tag, when }) => tag && when)) return entries;
  } catch (error) {
    throw new MigrationProblem(
      `Файл ${JOURNAL}${lineOfJson(error as Error, text)} не читается: ${(error as Error).message}\nПроверьте запятые и скобки около этого места: файл пишет pnpm db:generate, руками его не правят.`,
    );
  }
  throw new MigrationProblem(
    `В ${JOURNAL} есть запись без tag или when: верните файл таким, каким его написал pnpm db:generate.`,
  );
}

/** Where a file of JSON breaks off; Node says at which character. */
function lineOfJson({ message }: Error, text: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return "";
  const line = text.slice(0, Number(position)).split("\n").length;
  return `, строка ${line},`;
}

/** Which file and line the database refused, for a statement that failed. */
export function refusedMigration(error: Error): string | undefined {
  const statement = /^Failed query: ([\s\S]*?)\nparams:/.exec(
    error.message,
  )?.[1];
  if (!statement) return undefined;
  const { message, position } = Object(error.cause ?? error) as {
    message: string;
    position?: string;
  };
  const place = readMigrations().flatMap(({ file, text }) => {
    const start = text.indexOf(statement);
    if (start < 0) return [];
    const at = position
      ? start + Number(position) - 1
      : start + statement.search(/\S/);
    return `${file}, строка ${text.slice(0, at).split("\n").length}`;
  })[0];
  return `${place ?? "Миграции из папки drizzle/"}: база отказала — ${message}`;
}

/**
 * Makes sure that the database knows every migration. Drizzle looks at the
 * newest one alone: after a migration of one's own, an older one that comes
 * from the next lab is left out, and it says nothing.
 * @throws MigrationProblem
 */
export async function checkApplied(client: Client): Promise<void> {
  const { rows } = await client.query<{
    hash: string;
    created_at: string;
  }>("select hash, created_at from drizzle.__drizzle_migrations");
  const byTime = new Map(
    rows.map((row) => [Number(row.created_at), row.hash]),
  );
  for (const { file, text, when } of readMigrations()) {
    const hash = byTime.get(when);
    if (hash === undefined) {
      throw new MigrationProblem(
        `Миграция ${file} не применена: в этой базе уже есть другая, более новая, и Drizzle её пропускает.`,
        { isOfDatabase: true },
      );
    }
    if (!hashesOf(text).includes(hash)) {
      throw new MigrationProblem(
        `Миграция ${file} изменилась после того, как её применили: второй раз она не выполнится, и база отстала от схемы.`,
        { isOfDatabase: true },
      );
    }
  }
}

/** Git may give a file other line ends than it had. */
function hashesOf(text: string): string[] {
  const unix = text.replaceAll("\r\n", "\n");
  return [text, unix, unix.replaceAll("\n", "\r\n")].map((one) =>
    createHash("sha256").update(one).digest("hex"),
  );
}
