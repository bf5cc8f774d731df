import {
  factsOf,
  nameTypes,
  type Table,
  uniqueOf,
  valuesOf,
} from "./table-facts.ts";

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
