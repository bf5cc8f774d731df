/**
 * What tables are like, as short sentences in Russian that can be compared,
 * whoever says it: src/db/schema.ts, the snapshot from which drizzle-kit makes
 * the next migration, or the database.
 */
import { getTableName, is } from "drizzle-orm";
import {
  getTableConfig,
  isPgEnum,
  type PgEnum,
  PgTable,
} from "drizzle-orm/pg-core";
import { sql } from "./database.ts";

/** What a snapshot of drizzle-kit says, as far as it is read here. */
export type Snapshot = {
  tables: Record<
    string,
    {
      name: string;
      columns: Record<
        string,
        {
          name: string;
          type: string;
          primaryKey: boolean;
          notNull: boolean;
          default?: unknown;
        }
      >;
      compositePrimaryKeys: Record<string, { columns: string[] }>;
      indexes: Record<
        string,
        {
          name: string;
          columns: { expression: string; isExpression: boolean }[];
          isUnique: boolean;
          where?: string;
        }
      >;
      uniqueConstraints: Record<string, { columns: string[] }>;
      foreignKeys: Record<
        string,
        { columnsFrom: string[]; tableTo: string; onDelete: string }
      >;
      checkConstraints: Record<string, { name: string }>;
    }
  >;
  enums: Record<string, { name: string; values: string[] }>;
};

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

type Table = {
  name: string;
  columns: Column[];
  indexes: Index[];
  links: Link[];
  rules: string[];
};

function factsOf(table: Table): string[] {
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

const valuesOf = (name: string, values: string[]) =>
  `тип ${name}: ${values.toSorted().join(", ")}`;

/** @param module everything that src/db/schema.ts exports */
export async function promisedBy(module: object): Promise<Set<string>> {
  const exported: unknown[] = Object.values(module);
  const tables = exported
    .filter((one): one is PgTable => is(one, PgTable))
    .map(described);
  await nameTypes(tables);
  const enums = exported.filter((one): one is PgEnum<[string]> =>
    isPgEnum(one),
  );
  return new Set([
    ...tables.flatMap(factsOf),
    ...enums.map((one) => valuesOf(one.enumName, one.enumValues)),
  ]);
}

function described(table: PgTable): Table {
  const {
    name,
    columns,
    uniqueConstraints,
    indexes,
    checks,
    foreignKeys,
    primaryKeys,
  } = getTableConfig(table);
  const keys = primaryKeys.flatMap((key) =>
    key.columns.map((column) => column.name),
  );
  return {
    name,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      key: column.primary || keys.includes(column.name),
      required: column.notNull || keys.includes(column.name),
      fallback:
        column.default !== undefined || /serial/.test(column.getSQLType()),
    })),
    indexes: [
      ...columns
        .filter((column) => column.isUnique)
        .map((column) => uniqueOf([column.name])),
      ...uniqueConstraints.map((one) =>
        uniqueOf(one.columns.map((column) => column.name)),
      ),
      ...indexes.map(({ config }) => ({
        name: config.name,
        columns: config.columns.map((column) =>
          "name" in column ? column.name : undefined,
        ),
        unique: config.unique,
        partial: config.where !== undefined,
      })),
    ],
    links: foreignKeys.map((key) => {
      const { columns: from, foreignTable } = key.reference();
      return {
        column: from[0]!.name,
        target: getTableName(foreignTable),
        ondelete: key.onDelete ?? "no action",
      };
    }),
    rules: checks.map((rule) => rule.name),
  };
}

const uniqueOf = (columns: string[]): Index => ({
  columns,
  unique: true,
  partial: false,
});

/** What drizzle-kit takes for the state that the next migration changes. */
export async function notedIn(snapshot: Snapshot): Promise<Set<string>> {
  const tables = Object.values(snapshot.tables).map((table): Table => ({
    name: table.name,
    columns: Object.values(table.columns).map((column) => {
      const isKey =
        column.primaryKey ||
        Object.values(table.compositePrimaryKeys).some(({ columns }) =>
          columns.includes(column.name),
        );
      return {
        name: column.name,
        type: column.type,
        key: isKey,
        required: isKey || column.notNull,
        fallback:
          column.default !== undefined || /serial/.test(column.type),
      };
    }),
    indexes: [
      ...Object.values(table.uniqueConstraints).map(({ columns }) =>
        uniqueOf(columns),
      ),
      ...Object.values(table.indexes).map((index) => ({
        name: index.name,
        columns: index.columns.map(({ expression, isExpression }) =>
          isExpression ? undefined : expression,
        ),
        unique: index.isUnique,
        partial: index.where !== undefined,
      })),
    ],
    links: Object.values(table.foreignKeys).map((key) => ({
      column: key.columnsFrom[0]!,
      target: key.tableTo,
      ondelete: key.onDelete,
    })),
    rules: Object.values(table.checkConstraints).map(({ name }) => name),
  }));
  await nameTypes(tables);
  return new Set([
    ...tables.flatMap(factsOf),
    ...Object.values(snapshot.enums).map(({ name, values }) =>
      valuesOf(name, values),
    ),
  ]);
}

/**
 * PostgreSQL's own names for types: `timestamp` has a longer one there. All
 * are asked for at once, with the help of a table that has them.
 */
async function nameTypes(tables: Table[]): Promise<void> {
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

/**
 * What PostgreSQL's own catalogue says.
 * @param promised how the schema names what has no name of its own there
 */
export async function keptByDatabase(
  promised: Set<string> = new Set(),
): Promise<Set<string>> {
  const tables = await sql<Table>(
    `select relname as name,
       (select json_agg(json_build_object('name', attname,
            'type', format_type(atttypid, atttypmod),
            'key', exists (select from pg_index where indrelid = attrelid
              and indisprimary and attnum = any (indkey)),
            'required', attnotnull,
            'fallback', atthasdef and attgenerated = ''))
          from pg_attribute
          where attrelid = c.oid and attnum > 0 and not attisdropped
       ) as columns,
       (select coalesce(json_agg(json_build_object('name', i.relname,
            'columns', (select json_agg(attname order by at)
               from unnest(indkey) with ordinality as keys (num, at)
               left join pg_attribute
                 on attrelid = c.oid and attnum = num and num <> 0
               where at <= indnkeyatts),
            'unique', indisunique, 'partial', indpred is not null)), '[]')
          from pg_index join pg_class i on i.oid = indexrelid
          where indrelid = c.oid and not indisprimary
       ) as indexes,
       (select coalesce(json_agg(json_build_object('column', attname,
            'target', confrelid::regclass::text,
            'ondelete', case confdeltype when 'c' then 'cascade'
              when 'n' then 'set null' when 'd' then 'set default'
              when 'r' then 'restrict' else 'no action' end)), '[]')
          from pg_constraint join pg_attribute
            on attrelid = conrelid and attnum = conkey[1]
          where contype = 'f' and conrelid = c.oid
       ) as links,
       (select coalesce(json_agg(conname), '[]') from pg_constraint
          where contype = 'c' and conrelid = c.oid
       ) as rules
     from pg_class c
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const enums = await sql<{ name: string; values: string[] }>(
    `select typname as name, json_agg(enumlabel) as values
     from pg_enum join pg_type on pg_type.oid = enumtypid
     where typnamespace = 'public'::regnamespace group by typname`,
  );
  for (const { name: table, indexes } of tables) {
    for (const index of indexes) {
      index.columns = index.columns.map((column) => column ?? undefined);
      // `desc` is an expression in the schema, and none in the catalogue.
      if (isNamed(promised, table, index.name))
        index.columns = [undefined];
    }
  }
  return new Set([
    ...tables.flatMap(factsOf),
    ...enums.map(({ name, values }) => valuesOf(name, values)),
  ]);
}

const isNamed = (
  promised: Set<string>,
  table: string,
  index: string | undefined,
) =>
  ["UNIQUE", "индекс"].some((kind) =>
    [...promised].some((fact) =>
      fact.startsWith(`${table} (${index}): ${kind}`),
    ),
  );
