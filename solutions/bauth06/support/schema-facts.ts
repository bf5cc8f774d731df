import { getTableName, is } from "drizzle-orm";
import {
  getTableConfig,
  isPgEnum,
  type PgEnum,
  PgTable,
} from "drizzle-orm/pg-core";
import {
  factsOf,
  nameTypes,
  type Table,
  uniqueOf,
  valuesOf,
} from "./table-facts.ts";

/**
 * What the schema promises.
 * @param module everything that src/db/schema.ts exports
 */
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
