/**
 * What a schema in TypeScript promises and what the database really has, both
 * as the same short sentences, so that they can be compared.
 */
import { getTableName } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { sql } from "./database.ts";

const required = (column: string, type: string, notNull: boolean) =>
  `${column}: ${type}${notNull ? " NOT NULL" : ""}`;
const unique = (column: string) => `${column}: UNIQUE`;
const fallback = (column: string) => `${column}: значение по умолчанию`;
const reference = (column: string, target: string, onDelete: string) =>
  `${column}: ссылка на ${target}, ON DELETE ${onDelete.toUpperCase()}`;

/** Columns, uniqueness, defaults and links as src/db/schema.ts has them. */
export async function promisedBy(table: PgTable): Promise<Set<string>> {
  const { name, columns, uniqueConstraints, indexes, foreignKeys } =
    getTableConfig(table);
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
export async function keptByDatabase(name: string): Promise<Set<string>> {
  const columns = await sql<{
    name: string;
    type: string;
    required: boolean;
    fallback: boolean;
    single: boolean;
  }>(
    `select attname as name, atttypid::regtype::text as type,
       attnotnull as required, atthasdef as fallback,
       exists (
         select from pg_index where indrelid = attrelid and indisunique
           and not indisprimary and indnkeyatts = 1 and indkey[0] = attnum
       ) as single
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
  const facts = new Set<string>();
  for (const column of columns) {
    const place = `${name}.${column.name}`;
    facts.add(required(place, column.type, column.required));
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
