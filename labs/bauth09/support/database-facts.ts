import { sql } from "./database.ts";
import { factsOf, type Table, valuesOf } from "./table-facts.ts";

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
