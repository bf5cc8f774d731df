/**
 * What tables are like, as short sentences in Russian that can be compared,
 * whoever says it: src/db/schema.ts, the snapshot from which drizzle-kit makes
 * the next migration, or the database.
 */
import { sql } from "./database.ts";

type Column = {
  name: string;
  type: string;
  /** Part of the primary key? */
  key: boolean;
  required: boolean;
  fallback: boolean;
};

/** An index, or a UNIQUE constraint, which is one, too. */
type Index = {
  name?: string;
  /** Undefined is an expression. */
  columns: (string | undefined)[];
  unique: boolean;
  partial: boolean;
};

type Link = { column: string; target: string; ondelete: string };

export type Table = {
  name: string;
  columns: Column[];
  indexes: Index[];
  links: Link[];
  rules: string[];
};

/** Everything that a table has, a sentence each. */
export function factsOf(table: Table): string[] {
  const { name, columns, indexes, links, rules } = table;
  return [
    ...columns.flatMap(
      ({ name: column, type, key, required, fallback }) => [
        `${name}.${column}: ${type}${required ? " NOT NULL" : ""}`,
        ...(key ? [`${name}.${column}: первичный ключ`] : []),
        ...(fallback ? [`${name}.${column}: значение по умолчанию`] : []),
      ],
    ),
    ...indexes.map(({ name: index, columns: of, unique, partial }) => {
      // Of an expression, each of them says something else.
      const what = of.includes(undefined) ? index : of.join(", ");
      const where = partial ? " для части строк" : "";
      return `${name} (${what}): ${unique ? "UNIQUE" : "индекс"}${where}`;
    }),
    ...links.map(
      ({ column, target, ondelete }) =>
        `${name}.${column}: ссылка на ${target}, ON DELETE ${ondelete.toUpperCase()}`,
    ),
    ...rules.map((rule) => `${name}: CHECK ${rule}`),
  ];
}

export const valuesOf = (name: string, values: string[]) =>
  `тип ${name}: ${values.toSorted().join(", ")}`;

export const uniqueOf = (columns: string[]): Index => ({
  columns,
  unique: true,
  partial: false,
});

/**
 * PostgreSQL's own names for types: `timestamp` has a longer one there. All
 * are asked for at once, with the help of a table that has them.
 */
export async function nameTypes(tables: Table[]): Promise<void> {
  const columns = tables.flatMap((table) => table.columns);
  const types = [...new Set(columns.map(({ type }) => type))];
  const list = types.map((type, at) => `c${at} ${type}`);
  try {
    await sql(`create temporary table kinds (${list.join()})`);
    const names = await sql<{ name: string }>(
      `select format_type(atttypid, atttypmod) as name from pg_attribute
       where attrelid = 'pg_temp.kinds'::regclass and attnum > 0
       order by attnum`,
    );
    for (const column of columns)
      column.type = names[types.indexOf(column.type)]!.name;
  } catch {
    // An enumeration that no migration has made yet: all keep their names.
  } finally {
    await sql("drop table if exists pg_temp.kinds");
  }
}
